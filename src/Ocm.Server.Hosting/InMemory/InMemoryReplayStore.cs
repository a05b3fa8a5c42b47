using Ocm.Signatures;

namespace Ocm.Server.InMemory;

/// <summary>
/// Used signatures in this process's memory. Every signed request comes through here, so what is too old goes a few entries
/// at a time with each new one: the store never holds much more than one freshness window.
/// </summary>
internal sealed class InMemoryReplayStore(TimeProvider time) : ISignatureReplayStore
{
    private const int RemovedPerUse = 2;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _used = [];
    private readonly PriorityQueue<string, long> _expiring = new();

    public ValueTask<bool> TryUseAsync(string fingerprint, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(fingerprint);
        cancellationToken.ThrowIfCancellationRequested();
        var now = time.GetUtcNow();
        lock (_lock)
        {
            RemoveExpired(now, RemovedPerUse);
            if (!_used.Add(fingerprint))
            {
                return new(false);
            }

            _expiring.Enqueue(fingerprint, until.UtcTicks);
            return new(true);
        }
    }

    public ValueTask<int> RemoveExpiredSignaturesAsync(DateTimeOffset now, int max, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        lock (_lock)
        {
            return new(RemoveExpired(now, max));
        }
    }

    private int RemoveExpired(DateTimeOffset now, int max)
    {
        var removed = 0;
        while (removed < max && _expiring.TryPeek(out var fingerprint, out var until) && until < now.UtcTicks)
        {
            _expiring.Dequeue();
            _used.Remove(fingerprint);
            removed++;
        }

        return removed;
    }
}
