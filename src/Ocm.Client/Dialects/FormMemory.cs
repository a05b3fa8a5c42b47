using System.Collections.Concurrent;
using Ocm.Addresses;

namespace Ocm.Client.Dialects;

/// <summary>The form in which a server took a share after it had refused the other one. Bounded; forgotten with the process.</summary>
internal sealed class ShapeMemory
{
    private const int MaxServers = 10_000;

    private readonly ConcurrentDictionary<OcmHost, ShareShape> _shapes = new();

    internal ShareShape Get(OcmHost server, ShareShape otherwise) => _shapes.GetValueOrDefault(server, otherwise);

    internal void Remember(OcmHost server, ShareShape shape)
    {
        // Never more than a few thousand differ from their documents; one more than that costs a second call each time.
        if (_shapes.Count < MaxServers)
        {
            _shapes[server] = shape;
        }
    }
}
