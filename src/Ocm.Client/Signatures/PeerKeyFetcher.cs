using System.Text.Json;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Caching;
using Ocm.Client.Dialects;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Errors;
using Ocm.HttpSignatures.Keys;
using Ocm.Serialization;

namespace Ocm.Client.Signatures;

/// <summary>Fetches a server's JWK Set from the <c>jwksUri</c> of its discovery document (SIG-01, SIG-17). Only where older
/// forms of signatures are allowed, a server without one is asked at the place that OCM 1.3 fixed.</summary>
internal sealed class PeerKeyFetcher
{
    private const string Json = "application/json";
    private const string WellKnownPath = "/.well-known/jwks.json";

    // A key of a hundred bytes of JSON becomes a handful of objects, and a native handle where it is used.
    private const int MemoryPerByte = 8;

    private readonly IServerDiscovery _discovery;
    private readonly PeerHttpClient _http;
    private readonly LookupGate _gate;
    private readonly ClientLog _log;
    private readonly PeerLookupOptions _options;
    private readonly HttpSignatureAlgorithms _algorithms;
    private readonly LegacyMessageReader _legacy;
    private readonly bool _allowWellKnown;

    public PeerKeyFetcher(
        IServerDiscovery discovery, PeerHttpClient http, LookupGate gate, ClientLog log, LegacyMessageReader legacy, IOptions<OcmClientOptions> options)
    {
        _legacy = legacy;
        _discovery = discovery;
        _http = http;
        _gate = gate;
        _log = log;
        _options = options.Value.Lookups;
        _algorithms = options.Value.Signatures.AcceptedAlgorithms;
        _allowWellKnown = options.Value.Signatures.AllowLegacyForms;
    }

    private static OcmFailure NoKeys { get; } =
        new(OcmFailureKind.NotFound, "The other server publishes no keys: its discovery document has no jwksUri.") { Rule = "SIG-01" };

    private static OcmFailure NotASet { get; } =
        new(OcmFailureKind.InvalidResponse, "The other server's answer at jwksUri is not a JWK Set.") { Rule = "SIG-01" };

    /// <summary>Fetches from a server, which waits for its turn unless it is known.</summary>
    internal async Task<PeerFetch<PeerKeySet>> FetchAsync(OcmHost host, bool isKnown, CancellationToken cancellationToken)
    {
        // Discovery takes a place of its own; to hold one meanwhile could end in everybody waiting for everybody.
        var discovered = await _discovery.DiscoverAsync(host, cancellationToken).ConfigureAwait(false);
        if (!discovered.TryGetValue(out var server, out var failure))
        {
            return new PeerFetch<PeerKeySet>(failure);
        }

        if (Locate(server) is not { } jwksUri)
        {
            return new PeerFetch<PeerKeySet>(NoKeys);
        }

        var fetched = await WaitAndGetAsync(host, jwksUri, server.JwksUri is not null, isKnown, cancellationToken).ConfigureAwait(false);
        if (fetched.Result.Failure is { PeerStatus: 404 or 410 }
            && (await _discovery.RefreshAsync(server, cancellationToken).ConfigureAwait(false)).Value?.JwksUri is { } moved && moved != jwksUri)
        {
            fetched = await WaitAndGetAsync(host, moved, isPublished: true, isKnown, cancellationToken).ConfigureAwait(false);
        }

        if (fetched.Result.Failure is { } problem)
        {
            _log.KeysFailed(host, problem.Kind, problem.Message);
        }

        return fetched;
    }

    private Uri? Locate(DiscoveredServer server) =>
        server.JwksUri ?? (_allowWellKnown ? new Uri(server.Origin, WellKnownPath) : null);

    private async Task<PeerFetch<PeerKeySet>> WaitAndGetAsync(
        OcmHost host, Uri jwksUri, bool isPublished, bool isKnown, CancellationToken cancellationToken)
    {
        if (!isKnown && !await _gate.EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            return new PeerFetch<PeerKeySet>(LookupFailures.TooMany);
        }

        try
        {
            return await GetAsync(host, jwksUri, isPublished, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!isKnown)
            {
                _gate.Leave();
            }
        }
    }

    private async Task<PeerFetch<PeerKeySet>> GetAsync(OcmHost host, Uri jwksUri, bool isPublished, CancellationToken cancellationToken)
    {
        var request = new PeerRequest
        {
            Purpose = PeerCall.KeySet,
            Method = HttpMethod.Get,
            Uri = jwksUri,
            Headers = [new("Accept", $"{JsonWebKeySet.MediaType}, {Json}")],
            Redirects = PeerRedirects.SameAuthority,
            MaxResponseBytes = _options.MaxDocumentBytes,
            Timeout = _options.Timeout,
        };
        var result = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!result.TryGetValue(out var response, out var failure))
        {
            return new PeerFetch<PeerKeySet>(failure);
        }

        if (!response.IsSuccess)
        {
            var status = PeerErrors.ToFailure(response);

            // Gone keys are no answer to the question for one key.
            return new PeerFetch<PeerKeySet>(status.IsTransient ? status : status with { Kind = OcmFailureKind.InvalidResponse });
        }

        if (response.MediaType is not (Json or JsonWebKeySet.MediaType)
            || !JsonWebKeySet.TryParse(isPublished ? response.Body : Tolerate(response.Body), out var set, _algorithms))
        {
            return new PeerFetch<PeerKeySet>(NotASet);
        }

        if (!set.Skipped.IsEmpty)
        {
            _log.KeysSkipped(host, set.Skipped.Length, set.Skipped[0].Problem);
        }

        return new PeerFetch<PeerKeySet>(
            new PeerKeySet(set, _algorithms), (long)MemoryPerByte * response.Body.Length, response.MaxAge);
    }

    // Only a set at the old place is read tolerantly: one at a jwksUri is held to the draft (SIG-20).
    private ReadOnlyMemory<byte> Tolerate(ReadOnlyMemory<byte> body) =>
        OcmJson.ParseObject(body.Span).TryGetValue(out var json, out _) && _legacy.Read(LegacyMessageKind.KeySet, json) is { IsLegacy: true } reading
            ? JsonSerializer.SerializeToUtf8Bytes(reading.Message, OcmJsonContext.Default.JsonElement)
            : body;
}
