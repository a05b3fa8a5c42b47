using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Caching;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Discovery;

/// <summary>Fetches a server's discovery document over the network.</summary>
internal sealed class DiscoveryFetcher
{
    private const string WellKnownPath = "/.well-known/ocm";

    // Before 1.4 (DISC-17). Some servers know it with the slash only, and none of them minds it.
    private const string LegacyPath = "/ocm-provider/";
    private const string Json = "application/json";

    // A document becomes several objects for each of its members.
    private const int MemoryPerByte = 8;

    private readonly PeerHttpClient _http;
    private readonly DiscoveryRules _rules;
    private readonly LookupGate _gate;
    private readonly ClientLog _log;
    private readonly PeerLookupOptions _options;
    private readonly bool _allowHttp;
    private readonly bool _readsLegacy;

    public DiscoveryFetcher(
        PeerHttpClient http,
        DiscoveryRules rules,
        LookupGate gate,
        ClientLog log,
        IOptions<OcmClientOptions> options,
        IOptions<OcmHttpOptions> httpOptions)
    {
        _http = http;
        _rules = rules;
        _gate = gate;
        _log = log;
        _options = options.Value.Lookups;
        _readsLegacy = options.Value.AcceptLegacyMessages;
        _allowHttp = httpOptions.Value.AllowHttp;
    }

    /// <summary>Fetches from a server, which waits for its turn unless it is known.</summary>
    internal async Task<PeerFetch<DiscoveredServer>> FetchAsync(OcmHost host, bool isKnown, CancellationToken cancellationToken)
    {
        if (!isKnown && !await _gate.EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            return new PeerFetch<DiscoveredServer>(LookupFailures.TooMany);
        }

        try
        {
            return await FetchAsync(host, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!isKnown)
            {
                _gate.Leave();
            }
        }
    }

    private async Task<PeerFetch<DiscoveredServer>> FetchAsync(OcmHost host, CancellationToken cancellationToken)
    {
        // DISC-15: only for an address with a port, only in test set-ups, and only after https.
        var mayFallBack = _allowHttp && host.Port != 443;
        var fetched = await GetFromAsync(host, Uri.UriSchemeHttps, !mayFallBack, cancellationToken).ConfigureAwait(false);
        if (mayFallBack && fetched.Result.Failure is { Kind: OcmFailureKind.Unreachable, PeerStatus: null })
        {
            _log.FallingBackToHttp(host);
            fetched = await GetFromAsync(host, Uri.UriSchemeHttp, isRepeatable: true, cancellationToken).ConfigureAwait(false);
        }

        if (fetched.Result.Failure is { } failure)
        {
            _log.DiscoveryFailed(host, failure.Kind, failure.Message);
        }

        return fetched;
    }

    private async Task<PeerFetch<DiscoveredServer>> GetFromAsync(OcmHost host, string scheme, bool isRepeatable, CancellationToken cancellationToken)
    {
        var fetched = await GetAsync(host, scheme, WellKnownPath, isRepeatable, cancellationToken).ConfigureAwait(false);
        if (!_readsLegacy || fetched.Result.Failure is not { } failure || !IsAbsent(failure))
        {
            return fetched;
        }

        var legacy = await GetAsync(host, scheme, LegacyPath, isRepeatable, cancellationToken).ConfigureAwait(false);
        return legacy.Result.IsSuccess ? legacy : fetched;
    }

    // No such document, or a page for people in its place.
    private static bool IsAbsent(OcmFailure failure) =>
        failure.PeerStatus is >= 400 and < 500 and not 429 || ReferenceEquals(failure, DiscoveryFailures.NotJson);

    private async Task<PeerFetch<DiscoveredServer>> GetAsync(
        OcmHost host, string scheme, string path, bool isRepeatable, CancellationToken cancellationToken)
    {
        var origin = new Uri($"{scheme}://{host}/");
        var request = new PeerRequest
        {
            Purpose = PeerCall.Discovery,
            Method = HttpMethod.Get,
            Uri = new Uri(origin, path),
            Headers = [new("Accept", Json)],
            Redirects = PeerRedirects.SameAuthority,
            MaxResponseBytes = _options.MaxDocumentBytes,
            Timeout = _options.Timeout,
            IsRepeatable = isRepeatable,
        };
        var result = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!result.TryGetValue(out var response, out var failure))
        {
            return new PeerFetch<DiscoveredServer>(DiscoveryFailures.Transport(failure));
        }

        if (!response.IsSuccess)
        {
            return new PeerFetch<DiscoveredServer>(DiscoveryFailures.Status(response));
        }

        if (response.MediaType != Json)
        {
            return new PeerFetch<DiscoveredServer>(DiscoveryFailures.NotJson);
        }

        return new PeerFetch<DiscoveredServer>(
            _rules.Read(host, origin, response.Body.Span), (long)MemoryPerByte * response.Body.Length, response.MaxAge);
    }
}
