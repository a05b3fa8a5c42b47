namespace Ocm.Server.InMemory;

/// <summary>Pages through rows that were added in the order of their sequence.</summary>
internal static class NewestFirst
{
    /// <summary>Merges lists, each in rising order, into one page in falling order.</summary>
    /// <param name="lists">The lists; no row is in two of them.</param>
    /// <param name="before">Only rows that were added before this one.</param>
    /// <param name="matches">Which rows.</param>
    /// <param name="limit">How many at most.</param>
    internal static List<T> Page<T>(IReadOnlyList<List<Row<T>>> lists, long before, Func<T, bool> matches, int limit)
    {
        List<T> page = [];
        PriorityQueue<(List<Row<T>> List, int Index), long> next = new(lists.Count);
        foreach (var list in lists)
        {
            Enqueue(next, list, IndexBefore(list, before));
        }

        while (page.Count < limit && next.TryDequeue(out var place, out _))
        {
            var row = place.List[place.Index];
            if (matches(row.Value))
            {
                page.Add(row.Value);
            }

            Enqueue(next, place.List, place.Index - 1);
        }

        return page;
    }

    /// <summary>The index of a row, or a negative number.</summary>
    internal static int Find<T>(List<Row<T>> list, long sequence)
    {
        var index = IndexBefore(list, sequence) + 1;
        return index < list.Count && list[index].Sequence == sequence ? index : -1;
    }

    // The last row whose sequence is lower; -1 where there is none.
    private static int IndexBefore<T>(List<Row<T>> list, long sequence)
    {
        var (low, high) = (0, list.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (list[middle].Sequence < sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    private static void Enqueue<T>(PriorityQueue<(List<Row<T>> List, int Index), long> next, List<Row<T>> list, int index)
    {
        if (index >= 0)
        {
            next.Enqueue((list, index), -list[index].Sequence);
        }
    }
}
