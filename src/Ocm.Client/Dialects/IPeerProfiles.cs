using Ocm.Client.Discovery;

namespace Ocm.Client.Dialects;

/// <summary>
/// Knows how to write for another server. The built-in one goes by the discovery document: by features first, by the version
/// last; <see cref="OcmClientOptions.PeerProfiles"/> overrides it for a host.
/// </summary>
public interface IPeerProfiles
{
    /// <summary>The profile of a server.</summary>
    /// <param name="server">The server as it was discovered.</param>
    /// <returns>The profile; <see cref="PeerProfile.Draft"/> where nothing is written for older servers.</returns>
    PeerProfile Find(DiscoveredServer server);
}
