using System.Net;

namespace Ocm.Client.Http;

/// <summary>
/// Finds the addresses of other servers. The default asks the operating system. Register another implementation for
/// name services of your own; the addresses that it gives are checked like all others.
/// </summary>
public interface INameResolver
{
    /// <summary>The addresses of a host.</summary>
    /// <param name="host">A host name in lower case with A-labels; never an IP address.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The addresses in the order in which to try them; empty where the name has none.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">The lookup failed; the same as no addresses.</exception>
    ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken = default);
}
