using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Caching;
using Ocm.Client.Peers;
using Ocm.Errors;

namespace Ocm.Client.Discovery;

/// <summary>Discovery from the cache, where the operator's policies let the server be contacted.</summary>
internal sealed class ServerDiscovery : IServerDiscovery
{
    private const string CacheName = "discovery";

    private readonly ContactPolicies _policies;
    private readonly PeerCache<DiscoveredServer> _cache;

    public ServerDiscovery(
        ContactPolicies policies,
        DiscoveryFetcher fetcher,
        LookupMetrics metrics,
        IOptions<OcmClientOptions> options,
        TimeProvider timeProvider)
    {
        _policies = policies;
        var lookups = options.Value.Lookups;
        _cache = new PeerCache<DiscoveredServer>(lookups.Discovery, lookups.Timeout, timeProvider, async (host, isKnown, cancellationToken) =>
        {
            var fetched = await fetcher.FetchAsync(host, isKnown, cancellationToken).ConfigureAwait(false);
            metrics.Fetched(CacheName, fetched.Result.IsSuccess);
            return fetched;
        });
        metrics.Track(CacheName, () => (_cache.Count, _cache.Bytes));
    }

    /// <summary>What is kept; for the caches' own tests.</summary>
    internal PeerCache<DiscoveredServer> Cache => _cache;

    public ValueTask<OcmResult<DiscoveredServer>> DiscoverAsync(OcmHost server, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        return _policies.Any
            ? CheckAndDiscoverAsync(server, cancellationToken)
            : _cache.GetAsync(server, cancellationToken);
    }

    public async ValueTask<OcmResult<DiscoveredServer>> RefreshAsync(DiscoveredServer outdated, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outdated);
        return _policies.Any && await _policies.CheckAsync(outdated.Host, cancellationToken).ConfigureAwait(false) is { } refused
            ? refused
            : await _cache.RefreshAsync(outdated.Host, outdated, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<OcmResult<DiscoveredServer>> CheckAndDiscoverAsync(OcmHost server, CancellationToken cancellationToken) =>
        await _policies.CheckAsync(server, cancellationToken).ConfigureAwait(false) is { } refused
            ? refused
            : await _cache.GetAsync(server, cancellationToken).ConfigureAwait(false);
}
