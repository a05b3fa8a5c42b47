namespace Ocm.Client.Access;

/// <summary>Something for each of the most recently used shares. Not safe for concurrent use: its owner locks.</summary>
/// <typeparam name="T">What is kept.</typeparam>
internal sealed class RecentShares<T>(int capacity, Func<T> create)
    where T : class
{
    private readonly Dictionary<ShareKey, LinkedListNode<(ShareKey Key, T Value)>> _nodes = [];
    private readonly LinkedList<(ShareKey Key, T Value)> _order = [];

    internal int Count => _nodes.Count;

    internal IEnumerable<T> Values => _order.Select(e => e.Value);

    /// <summary>What is kept for a share, made new where nothing is.</summary>
    internal T Get(ShareKey key)
    {
        if (_nodes.TryGetValue(key, out var node))
        {
            _order.Remove(node);
        }
        else
        {
            if (_nodes.Count >= capacity)
            {
                _nodes.Remove(_order.Last!.Value.Key);
                _order.RemoveLast();
            }

            node = new LinkedListNode<(ShareKey, T)>((key, create()));
            _nodes.Add(key, node);
        }

        _order.AddFirst(node);
        return node.Value.Value;
    }

    /// <summary>Forgets all of which a condition holds.</summary>
    internal void RemoveWhere(Func<T, bool> condition)
    {
        for (var node = _order.First; node is not null;)
        {
            var next = node.Next;
            if (condition(node.Value.Value))
            {
                _nodes.Remove(node.Value.Key);
                _order.Remove(node);
            }

            node = next;
        }
    }
}
