namespace Ocm.Client.Access;

/// <summary>What came of writing, moving or copying.</summary>
/// <param name="IsNew">Whether something was made that was not there before (201), or something was replaced.</param>
public sealed record RemoteWriteResult(bool IsNew)
{
    /// <summary>The entity tag of the new state in its wire form; null where the server does not say.</summary>
    public string? ETag { get; init; }
}
