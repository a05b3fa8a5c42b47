namespace Ocm.Stores.Sql.Signatures;

/// <summary>A signature that a request wants to use, and the request that waits to hear whether it may.</summary>
internal sealed class SignatureUse(string fingerprint, DateTimeOffset until)
{
    private readonly TaskCompletionSource<bool> _isFirst = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal string Fingerprint { get; } = fingerprint;

    internal DateTimeOffset Until { get; } = until;

    /// <summary>Whether this is the signature's first use.</summary>
    internal Task<bool> IsFirst => _isFirst.Task;

    internal void Complete(bool isFirst) => _isFirst.TrySetResult(isFirst);

    internal void Fail(Exception exception) => _isFirst.TrySetException(exception);
}
