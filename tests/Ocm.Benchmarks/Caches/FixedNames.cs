using System.Net;
using Ocm.Client.Http;

namespace Ocm.Benchmarks.Caches;

/// <summary>Every name is this machine.</summary>
internal sealed class FixedNames : INameResolver
{
    private static readonly IReadOnlyList<IPAddress> Loopback = [IPAddress.Loopback];

    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken = default) => ValueTask.FromResult(Loopback);
}
