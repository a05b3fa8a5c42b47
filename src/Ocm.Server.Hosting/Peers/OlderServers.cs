using Ocm.Addresses;
using Ocm.Client.Dialects;
using Ocm.Client.Discovery;

namespace Ocm.Server.Peers;

/// <summary>
/// Which servers may say things as they were said before 1.4: those whose discovery document was read and names no
/// <c>jwksUri</c>, in the posture that is tolerant at all.
/// </summary>
internal sealed class OlderServers(IServerDiscovery discovery, LegacyMessageReader reader)
{
    /// <summary>Whether a server is one of them; not where it cannot be discovered.</summary>
    internal async ValueTask<bool> IncludesAsync(OcmHost server, CancellationToken cancellationToken) =>
        reader.IsOn
        && (await discovery.DiscoverAsync(server, cancellationToken).ConfigureAwait(false)).TryGetValue(out var found, out _)
        && reader.IsTolerantOf(found);
}
