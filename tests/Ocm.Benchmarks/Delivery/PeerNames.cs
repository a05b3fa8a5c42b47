using System.Globalization;
using System.Net;
using Ocm.Addresses;
using Ocm.Client.Http;

namespace Ocm.Benchmarks.Delivery;

/// <summary>The names of many servers: the living ones are one address of this machine, the dead ones another, where nobody answers.</summary>
internal sealed class PeerNames : INameResolver
{
    internal static IPAddress Living { get; } = IPAddress.Loopback;

    internal static IPAddress Dead { get; } = IPAddress.Parse("127.0.0.2");

    private static readonly IReadOnlyList<IPAddress> OfLiving = [Living];
    private static readonly IReadOnlyList<IPAddress> OfDead = [Dead];

    internal static OcmHost HostOf(int number, bool isDead, int port) =>
        OcmHost.Parse(string.Create(CultureInfo.InvariantCulture, $"{(isDead ? "dead" : "cloud")}-{number}.example.org:{port}"));

    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(host.StartsWith("dead-", StringComparison.Ordinal) ? OfDead : OfLiving);
}
