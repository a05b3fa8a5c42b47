using Ocm.Signatures;

namespace Ocm.Benchmarks.Signatures;

/// <summary>Takes each signature as new, so that one request can be judged again and again. A real store's cost is in the load figures.</summary>
internal sealed class ForgetfulReplayStore : ISignatureReplayStore
{
    public ValueTask<bool> TryUseAsync(string fingerprint, DateTimeOffset until, CancellationToken cancellationToken = default) => ValueTask.FromResult(true);

    public ValueTask<int> RemoveExpiredSignaturesAsync(DateTimeOffset now, int max, CancellationToken cancellationToken = default) => ValueTask.FromResult(0);
}
