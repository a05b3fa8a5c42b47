using System.Collections.Concurrent;
using System.Net;
using Ocm.Client.Http;

namespace Ocm.Client.Tests.Http;

/// <summary>A name service of a test's own; every name that it was not told of is this machine.</summary>
internal sealed class FakeNames : INameResolver
{
    private readonly ConcurrentDictionary<string, IPAddress[]> _addresses = new(StringComparer.Ordinal);
    private int _lookups;

    public int Lookups => Volatile.Read(ref _lookups);

    public IPAddress[] this[string host]
    {
        set => _addresses[host] = value;
    }

    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _lookups);
        return ValueTask.FromResult<IReadOnlyList<IPAddress>>(_addresses.GetValueOrDefault(host, [IPAddress.Loopback]));
    }
}
