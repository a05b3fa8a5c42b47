using Ocm.Delivery;

namespace Ocm.Server.InMemory;

/// <summary>The pending items of one order key, of which one at most is under way.</summary>
internal sealed class OutboxKey
{
    /// <summary>The pending items by their sequence.</summary>
    internal SortedDictionary<long, Row<OutboxItem>> Pending { get; } = [];

    /// <summary>The item whose lease was given last; null where it came back.</summary>
    internal Row<OutboxItem>? Leased { get; set; }

    /// <summary>Where the key stands in the order of what is due; null where it has no pending item.</summary>
    internal (DateTimeOffset ReadyAt, long Sequence)? Place { get; set; }

    internal Row<OutboxItem>? Head => Pending.Count > 0 ? Pending.First().Value : null;

    internal bool IsLeased(DateTimeOffset now) => Leased?.Value.LeasedUntil > now;

    internal (DateTimeOffset ReadyAt, long Sequence)? FindPlace()
    {
        if (Head is not { } head)
        {
            return null;
        }

        var due = head.Value.NextAttemptAt;
        return (Leased?.Value.LeasedUntil > due ? Leased.Value.LeasedUntil.Value : due, head.Sequence);
    }
}
