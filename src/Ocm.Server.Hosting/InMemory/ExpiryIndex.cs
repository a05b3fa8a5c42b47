namespace Ocm.Server.InMemory;

/// <summary>Rows that will end, soonest first. Not thread-safe: its store locks.</summary>
internal sealed class ExpiryIndex<T>
{
    private readonly SortedDictionary<(DateTimeOffset ExpiresAt, long Sequence), Row<T>> _rows = [];

    /// <summary>Follows a change of a row; null stands for a row that does not end, or has ended.</summary>
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
