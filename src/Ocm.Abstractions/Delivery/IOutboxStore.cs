namespace Ocm.Delivery;

/// <summary>
/// Keeps what must be told to other servers. Items are added by the share store's own changes, in the same transaction, or
/// by <see cref="AddAsync"/>; delivered at least once, in order for each <see cref="OutboxItem.OrderKey"/>.
/// </summary>
public interface IOutboxStore
{
    /// <summary>Adds an item that belongs to no change of a share.</summary>
    /// <param name="item">The item; the store sets <see cref="OutboxItem.Sequence"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is stored.</returns>
    ValueTask AddAsync(OutboxItem item, CancellationToken cancellationToken = default);

    /// <summary>
    /// Leases items that are due, of each order key only the first pending one, and only where no lease of that key runs. An
    /// item is never in two running leases, however many nodes ask at once. Failed items hold nothing up.
    /// </summary>
    /// <param name="claim">Who asks, for how many, how long.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The items, with the lease set.</returns>
    ValueTask<IReadOnlyList<OutboxItem>> ClaimAsync(OutboxClaim claim, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes an item's state, attempts, error, next attempt and expiry back after an attempt (rescheduled or failed) and ends
    /// the lease.
    /// </summary>
    /// <param name="item">The item, with the lease owner that claimed it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False, with nothing stored, where the lease is not the caller's any more.</returns>
    ValueTask<bool> TryReleaseAsync(OutboxItem item, CancellationToken cancellationToken = default);

    /// <summary>Moves items of one server to another moment; nothing else of them changes, and a lease goes on.</summary>
    /// <param name="change">Which items, and to when.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many items were moved; one that is due then already is not moved again, and fewer than <see cref="OutboxReschedule.Max"/> means that none is left.</returns>
    ValueTask<int> RescheduleAsync(OutboxReschedule change, CancellationToken cancellationToken = default);

    /// <summary>Removes a delivered item.</summary>
    /// <param name="id">The item.</param>
    /// <param name="leaseOwner">The lease owner that claimed it; null removes it whoever works on it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where the lease is not the caller's any more or the item is gone.</returns>
    ValueTask<bool> TryRemoveAsync(string id, string? leaseOwner, CancellationToken cancellationToken = default);

    /// <summary>Lists items for a person to look at, oldest first.</summary>
    /// <param name="query">Which items.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>At most <see cref="OutboxQuery.Limit"/> items.</returns>
    ValueTask<IReadOnlyList<OutboxItem>> ListAsync(OutboxQuery query, CancellationToken cancellationToken = default);

    /// <summary>Makes an item due now and pending again, whatever its state; a lease that has run out ends.</summary>
    /// <param name="id">The item.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="expiresAt">When delivery is given up from now on.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where the item is gone or leased.</returns>
    ValueTask<bool> TryRetryAsync(string id, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken = default);

    /// <summary>Removes items whose delivery was given up; those first that expired longest ago.</summary>
    /// <param name="expiredBefore">Only items whose <see cref="OutboxItem.ExpiresAt"/> is earlier.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were removed; fewer than <paramref name="max"/> means that none is left.</returns>
    ValueTask<int> RemoveFailedAsync(DateTimeOffset expiredBefore, int max, CancellationToken cancellationToken = default);

    /// <summary>How many items wait, and since when.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The depth of the outbox.</returns>
    ValueTask<OutboxDepth> GetDepthAsync(CancellationToken cancellationToken = default);
}
