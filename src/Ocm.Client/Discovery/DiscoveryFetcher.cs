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
    private const string Json = "application/json";

    // A document becomes several objects for each of its members.
    private const int MemoryPerByte = 8;

    private readonly PeerHttpClient _http;
    private readonly DiscoveryRules _rules;
    private readonly LookupGate _gate;
    private readonly ClientLog _log;
    private readonly PeerLookupOptions _options;
    private readonly bool _allowHttp;

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
        var fetched = await GetAsync(host, Uri.UriSchemeHttps, !mayFallBack, cancellationToken).ConfigureAwait(false);
        if (mayFallBack && fetched.Result.Failure is { Kind: OcmFailureKind.Unreachable, PeerStatus: null })
        {
            _log.FallingBackToHttp(host);
            fetched = await GetAsync(host, Uri.UriSchemeHttp, isRepeatable: true, cancellationToken).ConfigureAwait(false);
        }

        if (fetched.Result.Failure is { } failure)
        {
            _log.DiscoveryFailed(host, failure.Kind, failure.Message);
        }

        return fetched;
    }

    private async Task<PeerFetch<DiscoveredServer>> GetAsync(OcmHost host, string scheme, bool isRepeatable, CancellationToken cancellationToken)
    {
        var origin = new Uri($"{scheme}://{host}/");
        var request = new PeerRequest
        {
            Purpose = PeerCall.Discovery,
            Method = HttpMethod.Get,
            Uri = new Uri(origin, WellKnownPath),
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
