using Ocm.Addresses;
using Ocm.Delivery;
using Ocm.Shares;

namespace Ocm.Server.InMemory;

/// <summary>Shares and outbox in this process's memory; one lock makes each call a transaction.</summary>
internal sealed class InMemoryShareStore : IShareStore
{
    private readonly Lock _lock = new();
    private readonly SentShareTable _sent = new();
    private readonly ReceivedShareTable _received = new();
    private readonly OutboxTable _outbox = new();

    public ValueTask<bool> TryAddSentAsync(SentShare share, OutboxItem? delivery, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_sent.CanAdd(share))
            {
                return new(false);
            }

            _outbox.Add(delivery);
            _sent.Add(share);
            return new(true);
        }
    }

    public ValueTask<SentShare?> FindSentAsync(string providerId, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return new(_sent.Find(providerId));
        }
    }

    public ValueTask<SentShare?> FindSentBySecretAsync(string secretHash, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return new(_sent.FindBySecret(secretHash));
        }
    }

    public ValueTask<bool> TryReplaceSentAsync(SentShare share, OutboxItem? delivery, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_sent.CanReplace(share))
            {
                return new(false);
            }

            _outbox.Add(delivery);
            _sent.Replace(share);
            return new(true);
        }
    }

    public ValueTask<IReadOnlyList<SentShare>> ListSentAsync(SentShareQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        CheckLimit(query.Limit);
        lock (_lock)
        {
            return new(_sent.List(query));
        }
    }

    public ValueTask<int> RemoveEndedSentAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken = default)
    {
        CheckLimit(max);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_sent.RemoveEnded(endedBefore, max));
        }
    }

    public ValueTask<bool> TryAddReceivedAsync(ReceivedShare share, OutboxItem? delivery, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_received.CanAdd(share))
            {
                return new(false);
            }

            _outbox.Add(delivery);
            _received.Add(share);
            return new(true);
        }
    }

    public ValueTask<ReceivedShare?> FindReceivedAsync(string id, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return new(_received.Find(id));
        }
    }

    public ValueTask<ReceivedShare?> FindReceivedAsync(OcmHost sendingServer, string providerId, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return new(_received.Find(sendingServer, providerId));
        }
    }

    public ValueTask<IReadOnlyList<OcmHost>> FindSendingServersAsync(string providerId, int max, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        lock (_lock)
        {
            return new(_received.SendingServers(providerId, max));
        }
    }

    public ValueTask<bool> TryReplaceReceivedAsync(ReceivedShare share, OutboxItem? delivery, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_received.CanReplace(share))
            {
                return new(false);
            }

            _outbox.Add(delivery);
            _received.Replace(share);
            return new(true);
        }
    }

    public ValueTask<IReadOnlyList<ReceivedShare>> ListReceivedAsync(ReceivedShareQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        CheckLimit(query.Limit);
        lock (_lock)
        {
            return new(_received.List(query));
        }
    }

    public ValueTask<int> RemoveEndedReceivedAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken = default)
    {
        CheckLimit(max);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_received.RemoveEnded(endedBefore, max));
        }
    }

    public ValueTask AddAsync(OutboxItem item, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _outbox.Add(item);
            return default;
        }
    }

    public ValueTask<IReadOnlyList<OutboxItem>> ClaimAsync(OutboxClaim claim, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        CheckLimit(claim.Max);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_outbox.Claim(claim));
        }
    }

    public ValueTask<bool> TryReleaseAsync(OutboxItem item, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_outbox.TryRelease(item));
        }
    }

    public ValueTask<int> RescheduleAsync(OutboxReschedule change, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_outbox.Reschedule(change));
        }
    }

    public ValueTask<bool> TryRemoveAsync(string id, string? leaseOwner, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_outbox.TryRemove(id, leaseOwner));
        }
    }

    public ValueTask<IReadOnlyList<OutboxItem>> ListAsync(OutboxQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        CheckLimit(query.Limit);
        lock (_lock)
        {
            return new(_outbox.List(query));
        }
    }

    public ValueTask<bool> TryRetryAsync(string id, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_outbox.TryRetry(id, now, expiresAt));
        }
    }

    public ValueTask<int> RemoveFailedAsync(DateTimeOffset expiredBefore, int max, CancellationToken cancellationToken = default)
    {
        CheckLimit(max);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_outbox.RemoveFailed(expiredBefore, max));
        }
    }

    public ValueTask<OutboxDepth> GetDepthAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return new(_outbox.Depth());
        }
    }

    private static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
    }
}
