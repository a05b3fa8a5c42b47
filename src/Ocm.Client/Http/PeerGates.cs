using System.Collections.Concurrent;
using Ocm.Addresses;

namespace Ocm.Client.Http;

/// <summary>
/// The gates of all servers that are being called or were called lately: at most
/// <see cref="OcmHttpOptions.MaxTrackedServers"/>, however many servers strangers name.
/// </summary>
internal sealed class PeerGates(OcmHttpOptions options, TimeProvider timeProvider, PeerLog log)
{
    private readonly ConcurrentDictionary<OcmHost, PeerGate> _gates = new();
    private readonly Lock _eviction = new();
    private int _count;

    /// <summary>How many servers are tracked.</summary>
    internal int Count => Volatile.Read(ref _count);

    /// <summary>The gate of a server, in use until it is returned; null where every tracked server is in use and the limit is reached.</summary>
    internal PeerGate? Rent(OcmHost host)
    {
        while (true)
        {
            if (_gates.TryGetValue(host, out var known))
            {
                if (known.TryRent())
                {
                    return known;
                }

                // Retired and about to be removed by the thread that retired it, or by this one.
                Remove(host, known);
                continue;
            }

            if (Interlocked.Increment(ref _count) > options.MaxTrackedServers && !Evict())
            {
                Interlocked.Decrement(ref _count);
                return null;
            }

            var gate = new PeerGate(host, options, timeProvider, log);
            if (_gates.TryAdd(host, gate))
            {
                return gate;
            }

            Interlocked.Decrement(ref _count);
        }
    }

    internal void Return(PeerGate gate) => gate.Return(timeProvider.GetTimestamp());

    // Takes an eighth at a time, so that the sorting is paid once for many newcomers. Paused servers go last.
    private bool Evict()
    {
        lock (_eviction)
        {
            if (Count <= options.MaxTrackedServers)
            {
                return true;
            }

            var idle = _gates
                .Where(g => g.Value.IsIdle)
                .Select(g => (g.Key, Gate: g.Value, g.Value.IsBroken, g.Value.LastUsed))
                .OrderBy(g => g.IsBroken)
                .ThenBy(g => g.LastUsed)
                .Take(1 + (options.MaxTrackedServers / 8));
            var removed = false;
            foreach (var (host, gate, _, _) in idle)
            {
                if (gate.TryRetire())
                {
                    Remove(host, gate);
                    removed = true;
                }
            }

            return removed;
        }
    }

    private void Remove(OcmHost host, PeerGate gate)
    {
        if (_gates.TryRemove(KeyValuePair.Create(host, gate)))
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
