using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Caching;
using Ocm.Client.Http;

namespace Ocm.Client.Directories;

/// <inheritdoc />
internal sealed class ServerDirectory : IServerDirectory
{
    private readonly DirectoryService[] _services;
    private volatile Union? _last;

    public ServerDirectory(
        IOptions<OcmDirectoryOptions> options,
        IOptions<OcmClientOptions> client,
        IOptions<OcmHttpOptions> httpOptions,
        PeerHttpClient http,
        LookupMetrics metrics,
        DirectoryLog log,
        TimeProvider timeProvider)
    {
        var value = options.Value;
        var algorithms = client.Value.Signatures.AcceptedAlgorithms;
        _services = [.. value.Services.Select(service => new DirectoryService(
            service.Url!,
            value,
            new DirectoryReader(
                [.. service.Keys.Select(json => DirectoryKeys.TryRead(json, algorithms, out var key, out _) ? key : throw new OptionsValidationException(
                    nameof(OcmDirectoryOptions), typeof(OcmDirectoryOptions), ["OcmDirectoryOptions.Services has a key that cannot be used."]))],
                value.MaxServers,
                httpOptions.Value.AllowHttp),
            http,
            metrics,
            log,
            timeProvider))];
    }

    public bool IsConfigured => _services.Length > 0;

    public async ValueTask<DirectoryListing> ListAsync(CancellationToken cancellationToken = default)
    {
        // All fetches start before the first is waited for.
        var pending = Array.ConvertAll(_services, service => service.GetAsync(cancellationToken));
        var states = new DirectoryState[pending.Length];
        for (var i = 0; i < pending.Length; i++)
        {
            states[i] = await pending[i].ConfigureAwait(false);
        }

        // The servers are united anew only where a document changed: the trust decision asks for each call.
        var snapshots = Array.ConvertAll(states, state => state.Snapshot);
        var union = _last;
        if (union is null || !union.Snapshots.SequenceEqual(snapshots))
        {
            union = new Union(snapshots, Unite(snapshots));
            _last = union;
        }

        return union.Listing.With([.. _services.Zip(states, (service, state) => service.Describe(state))]);
    }

    private DirectoryListing Unite(DirectorySnapshot?[] snapshots)
    {
        var order = new List<OcmHost>();
        var found = new Dictionary<OcmHost, (string Name, List<string> Federations, List<Uri> Services)>();
        for (var i = 0; i < snapshots.Length; i++)
        {
            foreach (var (host, name) in snapshots[i]?.Servers ?? [])
            {
                if (!found.TryGetValue(host, out var entry))
                {
                    found.Add(host, entry = (name, [], []));
                    order.Add(host);
                }

                entry.Federations.Add(snapshots[i]!.Federation);
                entry.Services.Add(_services[i].Url);
            }
        }

        return new DirectoryListing(
            [.. order.Select(host => (Host: host, Entry: found[host])).Select(server => new ListedServer
            {
                Host = server.Host,
                DisplayName = server.Entry.Name,
                Federations = server.Entry.Federations,
                Services = server.Entry.Services,
            })],
            []);
    }

    private sealed record Union(DirectorySnapshot?[] Snapshots, DirectoryListing Listing);
}
