using System.Collections.Concurrent;
using Ocm.Signatures;

namespace Ocm.Testing.Peers;

/// <summary>Remembers signatures for as long as the peer lives.</summary>
internal sealed class UsedSignatures : ISignatureReplayStore
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    public ValueTask<bool> TryUseAsync(string fingerprint, DateTimeOffset until, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_used.TryAdd(fingerprint, until));

    public ValueTask<int> RemoveExpiredSignaturesAsync(DateTimeOffset now, int max, CancellationToken cancellationToken = default)
    {
        var removed = 0;
        foreach (var entry in _used.Where(entry => entry.Value < now).Take(max))
        {
            removed += _used.TryRemove(entry) ? 1 : 0;
        }

        return ValueTask.FromResult(removed);
    }
}
