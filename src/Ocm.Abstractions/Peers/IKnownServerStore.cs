using Ocm.Addresses;

namespace Ocm.Peers;

/// <summary>The registry of servers that this one has met (TRUST-01).</summary>
public interface IKnownServerStore
{
    /// <summary>Finds a server.</summary>
    /// <param name="host">The server.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What is remembered of it, or null.</returns>
    ValueTask<KnownServer?> FindServerAsync(OcmHost host, CancellationToken cancellationToken = default);

    /// <summary>Adds a server, or replaces what is remembered of it; the earliest <see cref="KnownServer.FirstSeenAt"/> and <see cref="KnownServer.SignedSince"/> stay.</summary>
    /// <param name="server">The server.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is stored.</returns>
    ValueTask PutServerAsync(KnownServer server, CancellationToken cancellationToken = default);

    /// <summary>Lists the servers in the order of their hosts.</summary>
    /// <param name="after">Continues after this host; null from the start.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The servers.</returns>
    ValueTask<IReadOnlyList<KnownServer>> ListServersAsync(OcmHost? after, int limit, CancellationToken cancellationToken = default);
}
