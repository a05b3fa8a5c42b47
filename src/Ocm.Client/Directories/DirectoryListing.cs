using System.Collections.Frozen;
using Ocm.Addresses;

namespace Ocm.Client.Directories;

/// <summary>The union of what all configured directory services list (DIR-03), at one moment.</summary>
public sealed class DirectoryListing
{
    private readonly FrozenDictionary<OcmHost, ListedServer> _byHost;

    internal DirectoryListing(IReadOnlyList<ListedServer> servers, IReadOnlyList<DirectoryServiceStatus> services)
        : this(servers, servers.ToFrozenDictionary(server => server.Host), services)
    {
    }

    private DirectoryListing(
        IReadOnlyList<ListedServer> servers, FrozenDictionary<OcmHost, ListedServer> byHost, IReadOnlyList<DirectoryServiceStatus> services)
    {
        Servers = servers;
        Services = services;
        _byHost = byHost;
    }

    /// <summary>The servers, each once, in the order of the services and their documents.</summary>
    public IReadOnlyList<ListedServer> Servers { get; }

    /// <summary>The services, in the order of their configuration.</summary>
    public IReadOnlyList<DirectoryServiceStatus> Services { get; }

    /// <summary>Finds a server.</summary>
    /// <param name="server">The server.</param>
    /// <returns>Its entry; null where no directory service lists it.</returns>
    public ListedServer? Find(OcmHost server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return _byHost.GetValueOrDefault(server);
    }

    /// <summary>The same servers with the services as they stand now.</summary>
    internal DirectoryListing With(IReadOnlyList<DirectoryServiceStatus> services) => new(Servers, _byHost, services);
}
