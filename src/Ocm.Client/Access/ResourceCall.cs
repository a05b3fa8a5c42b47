namespace Ocm.Client.Access;

/// <summary>One operation on a share, without its credential.</summary>
internal sealed class ResourceCall
{
    internal required HttpMethod Method { get; init; }

    internal required Uri Uri { get; init; }

    internal List<KeyValuePair<string, string>> Headers { get; init; } = [];

    internal ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Makes the body of an upload.</summary>
    internal Func<HttpContent>? CreateContent { get; init; }

    internal string? ContentType { get; init; }

    /// <summary>Whether the body can be sent a second time after a 401.</summary>
    internal bool CanSendAgain { get; init; } = true;

    internal long? MaxResponseBytes { get; init; }

    internal TimeSpan? Timeout { get; init; }
}
