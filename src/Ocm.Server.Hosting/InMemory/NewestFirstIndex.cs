using System.Runtime.InteropServices;

namespace Ocm.Server.InMemory;

/// <summary>Lists rows by a key that never changes, newest first. Not thread-safe: its store locks.</summary>
internal sealed class NewestFirstIndex<TKey, T>
    where TKey : notnull
{
    private readonly Dictionary<TKey, List<Row<T>>> _rows = [];

    internal void Add(TKey key, Row<T> row)
    {
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, key, out _);
        (list ??= []).Add(row);
    }

    internal void Remove(TKey key, Row<T> row)
    {
        if (_rows.TryGetValue(key, out var list) && NewestFirst.Find(list, row.Sequence) is >= 0 and var index)
        {
            list.RemoveAt(index);
            if (list.Count == 0)
            {
                _rows.Remove(key);
            }
        }
    }

    internal List<Row<T>> Rows(TKey key) => _rows.TryGetValue(key, out var list) ? list : [];
}
