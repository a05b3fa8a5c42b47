namespace Ocm.Delivery;

/// <summary>How full the outbox is.</summary>
/// <param name="Pending">Items that wait or are under way.</param>
/// <param name="Failed">Items that were given up and not removed.</param>
/// <param name="OldestPending">When the oldest waiting item was written; null where none waits.</param>
public sealed record OutboxDepth(long Pending, long Failed, DateTimeOffset? OldestPending);
