using Ocm.Addresses;
using Ocm.Errors;

namespace Ocm.Client.Discovery;

/// <summary>
/// Finds out what another server says of itself (draft: OCM API Discovery). Documents are cached, failures for a short
/// time too; many callers that ask for one server at once share one fetch.
/// </summary>
public interface IServerDiscovery
{
    /// <summary>Discovers a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="cancellationToken">Ends the wait of this caller, not the fetch that others wait for too.</param>
    /// <returns>
    /// The server; or a failure that says which step went wrong: refused by policy, not reached, timed out, a status, no
    /// JSON, a missing field, a URL that is not the server's own, or disabled.
    /// </returns>
    ValueTask<OcmResult<DiscoveredServer>> DiscoverAsync(OcmHost server, CancellationToken cancellationToken = default);

    /// <summary>
    /// Discovers a server anew, because a call that relied on an earlier answer showed that it may be out of date. Nothing
    /// is fetched where the last fetch was only a moment ago (<see cref="PeerCacheOptions.MinRefetchInterval"/>).
    /// </summary>
    /// <param name="outdated">The earlier answer.</param>
    /// <param name="cancellationToken">Ends the wait of this caller, not the fetch that others wait for too.</param>
    /// <returns>The server as it is now, which may be the same object; or a failure as of <see cref="DiscoverAsync"/>.</returns>
    ValueTask<OcmResult<DiscoveredServer>> RefreshAsync(DiscoveredServer outdated, CancellationToken cancellationToken = default);
}
