using System.Collections.Concurrent;
using Ocm.Signatures;

namespace Ocm.Client.Tests.Signatures;

/// <summary>A replay store that shows what it was asked.</summary>
internal sealed class UsedOnce : ISignatureReplayStore
{
    public ConcurrentDictionary<string, DateTimeOffset> Used { get; } = new(StringComparer.Ordinal);

    public ValueTask<bool> TryUseAsync(string fingerprint, DateTimeOffset until, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Used.TryAdd(fingerprint, until));

    public ValueTask<int> RemoveExpiredSignaturesAsync(DateTimeOffset now, int max, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
