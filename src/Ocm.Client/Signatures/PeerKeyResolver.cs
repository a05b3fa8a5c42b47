using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Caching;
using Ocm.Errors;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Client.Signatures;

/// <summary>Keys of other servers from the cache.</summary>
internal sealed class PeerKeyResolver : IPeerKeyResolver
{
    private const string CacheName = "keys";

    private readonly PeerCache<PeerKeySet> _cache;

    public PeerKeyResolver(PeerKeyFetcher fetcher, LookupMetrics metrics, IOptions<OcmClientOptions> options, TimeProvider timeProvider)
    {
        var lookups = options.Value.Lookups;

        // Its fetch may wait for a whole discovery first.
        _cache = new PeerCache<PeerKeySet>(lookups.Keys, 2 * lookups.Timeout, timeProvider, async (host, isKnown, cancellationToken) =>
        {
            var fetched = await fetcher.FetchAsync(host, isKnown, cancellationToken).ConfigureAwait(false);
            metrics.Fetched(CacheName, fetched.Result.IsSuccess);
            return fetched;
        });
        metrics.Track(CacheName, () => (_cache.Count, _cache.Bytes));
    }

    /// <summary>What is kept; for the caches' own tests.</summary>
    internal PeerCache<PeerKeySet> Cache => _cache;

    private static OcmFailure UnknownKey { get; } =
        new(OcmFailureKind.NotFound, "The other server has no usable key with the id that the signature names.") { Rule = "SIG-27" };

    public bool TryGetCached(OcmHost server, string keyId, [NotNullWhen(true)] out VerificationKey? key)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(keyId);
        key = null;
        return _cache.TryGetFresh(server, out var known) && known.IsSuccess && known.Value.TryGet(keyId, out key);
    }

    public ValueTask<OcmResult<VerificationKey>> ResolveAsync(OcmHost server, string keyId, CancellationToken cancellationToken = default) =>
        TryGetCached(server, keyId, out var key)
            ? ValueTask.FromResult<OcmResult<VerificationKey>>(key)
            : LookUpAsync(server, keyId, cancellationToken);

    public async ValueTask<OcmResult<JsonWebKeySet>> GetKeySetAsync(OcmHost server, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        var found = await _cache.GetAsync(server, cancellationToken).ConfigureAwait(false);
        return found.TryGetValue(out var keys, out var failure) ? keys.Published : failure;
    }

    private async ValueTask<OcmResult<VerificationKey>> LookUpAsync(OcmHost server, string keyId, CancellationToken cancellationToken)
    {
        var found = await _cache.GetAsync(server, cancellationToken).ConfigureAwait(false);
        if (!found.TryGetValue(out var keys, out var failure))
        {
            return failure;
        }

        if (keys.TryGet(keyId, out var key))
        {
            return key;
        }

        // The server may have a new key: once more, if that is not too soon (SIG-18).
        var renewed = await _cache.RefreshAsync(server, keys, cancellationToken).ConfigureAwait(false);
        if (!renewed.TryGetValue(out var newer, out failure))
        {
            return failure;
        }

        return newer.TryGet(keyId, out key) ? key : UnknownKey;
    }
}
