using Ocm.Delivery;

namespace Ocm.Server.InMemory;

/// <summary>The outbox of <see cref="InMemoryShareStore"/>. Not thread-safe: the store locks.</summary>
internal sealed class OutboxTable
{
    private readonly Dictionary<string, Row<OutboxItem>> _byId = [];
    private readonly Dictionary<string, OutboxKey> _byKey = [];
    private readonly SortedDictionary<(DateTimeOffset ReadyAt, long Sequence), OutboxKey> _ready = [];
    private readonly SortedDictionary<long, Row<OutboxItem>> _pending = [];
    private readonly SortedDictionary<long, Row<OutboxItem>> _failed = [];
    private long _sequence;

    internal void Add(OutboxItem? item)
    {
        if (item is null)
        {
            return;
        }

        if (_byId.ContainsKey(item.Id))
        {
            throw new InvalidOperationException("The id of the outbox item is taken.");
        }

        var row = new Row<OutboxItem>(++_sequence, item with { Sequence = _sequence });
        _byId.Add(item.Id, row);
        Insert(row);
    }

    internal List<OutboxItem> Claim(OutboxClaim claim)
    {
        List<OutboxKey> keys = [];
        HashSet<string> except = new(claim.ExceptDestinations, StringComparer.Ordinal);
        HashSet<string> silent = new(claim.SilentDestinations, StringComparer.Ordinal);
        if (claim.OrderKey is { } orderKey)
        {
            if (_byKey.TryGetValue(orderKey, out var key) && key.Head is not null && !key.IsLeased(claim.Now) && IsWanted(key.Head!.Value))
            {
                keys.Add(key);
            }
        }
        else
        {
            foreach (var ((readyAt, _), key) in _ready)
            {
                if (readyAt > claim.Now || keys.Count == claim.Max)
                {
                    break;
                }

                if (IsWanted(key.Head!.Value))
                {
                    keys.Add(key);
                }
            }
        }

        return keys.ConvertAll(key => Lease(key, claim));

        bool IsWanted(OutboxItem item) =>
            !except.Contains(item.Destination.Value) && (!silent.Contains(item.Destination.Value) || item.ExpiresAt <= claim.Now);
    }

    internal bool TryRelease(OutboxItem item)
    {
        if (item.LeaseOwner is null || !_byId.TryGetValue(item.Id, out var row) || row.Value.LeaseOwner != item.LeaseOwner)
        {
            return false;
        }

        Change(row, stored => stored with
        {
            Status = item.Status,
            ExpiresAt = item.ExpiresAt,
            NextAttemptAt = item.NextAttemptAt,
            Attempts = item.Attempts,
            LastError = item.LastError,
            LeaseOwner = null,
            LeasedUntil = null,
        });
        return true;
    }

    internal int Reschedule(OutboxReschedule change)
    {
        List<Row<OutboxItem>> rows =
        [
            .. _pending.Values
                .Where(row => row.Value.Destination == change.Destination
                    && row.Value.NextAttemptAt >= change.DueFrom && row.Value.NextAttemptAt <= change.DueUntil
                    && row.Value.NextAttemptAt != NextAttempt(row.Value, change))
                .Take(change.Max),
        ];
        foreach (var row in rows)
        {
            row.Value = row.Value with { NextAttemptAt = NextAttempt(row.Value, change) };
            Place(_byKey[row.Value.OrderKey]);
        }

        return rows.Count;
    }

    internal bool TryRemove(string id, string? leaseOwner)
    {
        if (!_byId.TryGetValue(id, out var row) || (leaseOwner is not null && row.Value.LeaseOwner != leaseOwner))
        {
            return false;
        }

        Extract(row);
        _byId.Remove(id);
        return true;
    }

    internal int RemoveFailed(DateTimeOffset expiredBefore, int max)
    {
        List<Row<OutboxItem>> rows = [.. _failed.Values.Where(row => row.Value.ExpiresAt < expiredBefore).OrderBy(row => row.Value.ExpiresAt).Take(max)];
        foreach (var row in rows)
        {
            _failed.Remove(row.Sequence);
            _byId.Remove(row.Value.Id);
        }

        return rows.Count;
    }

    internal bool TryRetry(string id, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        if (!_byId.TryGetValue(id, out var row) || row.Value.LeasedUntil > now)
        {
            return false;
        }

        Change(row, stored => stored with
        {
            Status = OutboxItemStatus.Pending,
            ExpiresAt = expiresAt,
            NextAttemptAt = now,
            LeaseOwner = null,
            LeasedUntil = null,
        });
        return true;
    }

    internal List<OutboxItem> List(OutboxQuery query)
    {
        if (query.Id is { } id && !_byId.ContainsKey(id))
        {
            return [];
        }

        IEnumerable<Row<OutboxItem>> rows = query.Status switch
        {
            OutboxItemStatus.Pending => _pending.Values,
            OutboxItemStatus.Failed => _failed.Values,
            _ => _pending.Values.Concat(_failed.Values).OrderBy(row => row.Sequence),
        };
        return
        [
            .. rows
                .Where(row => row.Sequence > (query.After ?? 0)
                    && (query.Id is null || query.Id == row.Value.Id)
                    && (query.Destination is null || query.Destination == row.Value.Destination)
                    && (query.ProviderId is null || query.ProviderId == row.Value.ProviderId))
                .Take(query.Limit)
                .Select(row => row.Value),
        ];
    }

    internal OutboxDepth Depth() =>
        new(_pending.Count, _failed.Count, _pending.Count > 0 ? _pending.First().Value.Value.CreatedAt : null);

    private static DateTimeOffset NextAttempt(OutboxItem item, OutboxReschedule change) =>
        item.ExpiresAt < change.NextAttemptAt ? item.ExpiresAt : change.NextAttemptAt;

    private OutboxItem Lease(OutboxKey key, OutboxClaim claim)
    {
        var head = key.Head!;
        head.Value = head.Value with { LeaseOwner = claim.LeaseOwner, LeasedUntil = claim.LeasedUntil };
        key.Leased = head;
        Place(key);
        return head.Value;
    }

    private void Change(Row<OutboxItem> row, Func<OutboxItem, OutboxItem> change)
    {
        Extract(row);
        row.Value = change(row.Value);
        Insert(row);
    }

    private void Insert(Row<OutboxItem> row)
    {
        if (row.Value.Status != OutboxItemStatus.Pending)
        {
            _failed.Add(row.Sequence, row);
            return;
        }

        _pending.Add(row.Sequence, row);
        if (!_byKey.TryGetValue(row.Value.OrderKey, out var key))
        {
            _byKey.Add(row.Value.OrderKey, key = new OutboxKey());
        }

        key.Pending.Add(row.Sequence, row);
        Place(key);
    }

    private void Extract(Row<OutboxItem> row)
    {
        if (row.Value.Status != OutboxItemStatus.Pending)
        {
            _failed.Remove(row.Sequence);
            return;
        }

        _pending.Remove(row.Sequence);
        var key = _byKey[row.Value.OrderKey];
        key.Pending.Remove(row.Sequence);
        if (key.Leased == row)
        {
            key.Leased = null;
        }

        Place(key);
        if (key.Pending.Count == 0)
        {
            _byKey.Remove(row.Value.OrderKey);
        }
    }

    private void Place(OutboxKey key)
    {
        if (key.Place is { } old)
        {
            _ready.Remove(old);
        }

        key.Place = key.FindPlace();
        if (key.Place is { } place)
        {
            _ready.Add(place, key);
        }
    }
}
