namespace Ocm.Server.InMemory;

/// <summary>Rows by the moment at which they end or ended, the earliest first. Not thread-safe: its store locks.</summary>
internal sealed class ExpiryIndex<T>
{
    private readonly SortedDictionary<(DateTimeOffset ExpiresAt, long Sequence), Row<T>> _rows = [];

    /// <summary>Follows a change of a row; null stands for a row that has no such moment.</summary>
    internal void Move(Row<T> row, DateTimeOffset? from, DateTimeOffset? to)
    {
        if (from == to)
        {
            return;
        }

        if (from is { } old)
        {
            _rows.Remove((old, row.Sequence));
        }

        if (to is { } expiresAt)
        {
            _rows.Add((expiresAt, row.Sequence), row);
        }
    }

    /// <summary>The first rows whose moment is earlier than another.</summary>
    internal List<Row<T>> Before(DateTimeOffset moment, int max) =>
        [.. _rows.TakeWhile(entry => entry.Key.ExpiresAt < moment).Take(max).Select(entry => entry.Value)];

    /// <summary>The rows that end at or before a moment, in the order in which they were added.</summary>
    internal List<Row<T>> EndingBy(DateTimeOffset moment)
    {
        List<Row<T>> rows = [];
        foreach (var ((expiresAt, _), row) in _rows)
        {
            if (expiresAt > moment)
            {
                break;
            }

            rows.Add(row);
        }

        rows.Sort((left, right) => left.Sequence.CompareTo(right.Sequence));
        return rows;
    }
}
