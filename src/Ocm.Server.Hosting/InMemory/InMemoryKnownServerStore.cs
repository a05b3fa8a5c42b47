using Ocm.Addresses;
using Ocm.Peers;

namespace Ocm.Server.InMemory;

/// <summary>
/// Known servers in this process's memory, at most <see cref="MaxServers"/>: whoever owns a domain can make up servers. Those
/// that never signed and were not seen for long are forgotten first.
/// </summary>
internal sealed class InMemoryKnownServerStore : IKnownServerStore
{
    internal const int MaxServers = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, KnownServer> _servers = [];

    public ValueTask<KnownServer?> FindServerAsync(OcmHost host, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        lock (_lock)
        {
            return new(_servers.GetValueOrDefault(host.Value));
        }
    }

    public ValueTask PutServerAsync(KnownServer server, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_servers.TryGetValue(server.Host.Value, out var known))
            {
                server = server with
                {
                    FirstSeenAt = known.FirstSeenAt < server.FirstSeenAt ? known.FirstSeenAt : server.FirstSeenAt,
                    SignedSince = server.SignedSince is null || known.SignedSince < server.SignedSince ? known.SignedSince : server.SignedSince,
                };
            }
            else if (_servers.Count >= MaxServers)
            {
                ForgetSome();
            }

            _servers[server.Host.Value] = server;
            return default;
        }
    }

    public ValueTask<IReadOnlyList<KnownServer>> ListServersAsync(OcmHost? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        lock (_lock)
        {
            return new(
            [
                .. _servers.Values
                    .Where(server => after is null || string.CompareOrdinal(server.Host.Value, after.Value) > 0)
                    .OrderBy(server => server.Host.Value, StringComparer.Ordinal)
                    .Take(limit),
            ]);
        }
    }

    // A sixteenth at once, so that the cost of choosing is spread over many new servers.
    private void ForgetSome()
    {
        var victims = _servers.Values
            .OrderBy(server => server.SignedSince is not null)
            .ThenBy(server => server.LastSeenAt)
            .Take(MaxServers / 16)
            .ToList();
        foreach (var victim in victims)
        {
            _servers.Remove(victim.Host.Value);
        }
    }
}
