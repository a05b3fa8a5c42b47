using System.Globalization;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Client.Signatures;
using Ocm.Errors;
using Ocm.HttpSignatures.Keys;
using Ocm.Serialization;

namespace Ocm.Client.Peers;

/// <summary>
/// The one way in which API calls are made: discover, decide whether the call is signed, send the bytes that were signed,
/// read the answer. What the calls differ in is their message, and what they take for a success.
/// </summary>
internal sealed class PeerApi
{
    private const string Json = "application/json";

    private readonly IServerDiscovery _discovery;
    private readonly ISigningKeyRing _keys;
    private readonly OcmRequestSigner _signer;
    private readonly PeerHttpClient _http;
    private readonly ClientLog _log;
    private readonly LegacySignatures _legacy;
    private readonly UnsignedCalls _mayBeUnsigned;
    private readonly IPeerCallObserver[] _observers;

    public PeerApi(
        IServerDiscovery discovery,
        ISigningKeyRing keys,
        OcmRequestSigner signer,
        LegacySignatures legacy,
        PeerHttpClient http,
        ClientLog log,
        IEnumerable<IPeerCallObserver> observers,
        IOptions<OcmClientOptions> options)
    {
        _discovery = discovery;
        _keys = keys;
        _signer = signer;
        _legacy = legacy;
        _http = http;
        _log = log;
        _observers = [.. observers];
        _mayBeUnsigned = options.Value.UnsignedCalls;
    }

    private static OcmFailure NoKey { get; } = new(
        OcmFailureKind.Blocked,
        "The call must be signed, and this product has no signing key. AddSigningKeyDirectory, or an ISigningKeyStore of its own, gives it one.")
    {
        Rule = "SIG-23",
    };

    private static OcmFailure MustBeSigned { get; } = new(
        OcmFailureKind.Blocked,
        "The other server takes no signatures (http-sig), and this call is not made unsigned. OcmClientOptions.UnsignedCalls says which are.")
    {
        Rule = "SIG-24",
    };

    private static OcmFailure NoTokenEndPoint { get; } =
        new(OcmFailureKind.NotSupported, "The other server exchanges no tokens: its discovery document has no tokenEndPoint.") { Rule = "DISC-08" };

    /// <summary>Posts a message to one of the endpoints under <c>endPoint</c>.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="endpoint">The endpoint's name.</param>
    /// <param name="message">The message.</param>
    /// <param name="kind">What kind of call it is where it would go unsigned.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer, which is a success of some kind, or a failure.</returns>
    internal async Task<OcmResult<PeerResponse>> PostAsync<T>(
        OcmHost server, string endpoint, T message, UnsignedCalls kind, CancellationToken cancellationToken)
        where T : class, IOcmMessage<T>
    {
        var result = await PostForAnyAsync(server, endpoint, message, kind, cancellationToken).ConfigureAwait(false);
        if (!result.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        return response.IsSuccess ? response : PeerErrors.ToFailure(response);
    }

    /// <summary>Posts a message to one of the endpoints under <c>endPoint</c>, for a caller that reads errors too.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="endpoint">The endpoint's name.</param>
    /// <param name="message">The message.</param>
    /// <param name="kind">What kind of call it is where it would go unsigned.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer, whatever its status, or why there is none.</returns>
    internal async Task<OcmResult<PeerResponse>> PostForAnyAsync<T>(
        OcmHost server, string endpoint, T message, UnsignedCalls kind, CancellationToken cancellationToken)
        where T : class, IOcmMessage<T>
    {
        var body = OcmJson.Write(message);
        return await PostForAnyAsync(server, endpoint, _ => body, kind, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Posts a body that depends on the server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="endpoint">The endpoint's name.</param>
    /// <param name="write">Writes the body; called again where the server has moved.</param>
    /// <param name="kind">What kind of call it is where it would go unsigned.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer, whatever its status, or why there is none.</returns>
    internal Task<OcmResult<PeerResponse>> PostForAnyAsync(
        OcmHost server, string endpoint, Func<DiscoveredServer, byte[]> write, UnsignedCalls kind, CancellationToken cancellationToken) =>
        CallAsync(server, peer => PostAsync(peer, endpoint, write(peer), kind, cancellationToken), cancellationToken);

    /// <summary>Posts to the token endpoint, signed, whatever the server takes (SIG-24, TOK-06).</summary>
    /// <param name="server">The server.</param>
    /// <param name="write">Writes the request for the server: body and content type.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer, whatever its status, or why there is none.</returns>
    internal Task<OcmResult<PeerResponse>> PostTokenRequestAsync(
        OcmHost server, Func<DiscoveredServer, (byte[] Body, string ContentType)> write, CancellationToken cancellationToken) =>
        CallAsync(server, peer => PostTokenRequestAsync(peer, write(peer), cancellationToken), cancellationToken);

    /// <summary>Reads the message of an answer.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <param name="response">A success.</param>
    internal static OcmResult<T> Read<T>(PeerResponse response)
        where T : class, IOcmMessage<T>
    {
        if (response.MediaType != Json)
        {
            return Unexpected(response, "is not application/json");
        }

        return OcmJson.Read<T>(response.Body.Span).TryGetValue(out var message, out var failure)
            ? message
            : Unexpected(response, "is not the message that it should be") with { ValidationErrors = failure.ValidationErrors };
    }

    /// <summary>The failure of a success that is not the one that the protocol knows.</summary>
    internal static OcmFailure UnexpectedStatus(PeerResponse response) =>
        Unexpected(response, string.Create(CultureInfo.InvariantCulture, $"has status {response.StatusCode}, which means nothing here"));

    private static OcmFailure Unexpected(PeerResponse response, string problem) =>
        new(OcmFailureKind.InvalidResponse, $"The other server's answer {problem}.") { PeerStatus = response.StatusCode };

    /// <summary>
    /// Makes a call by the server's discovery document. Where the answer looks as if the server has moved since it was
    /// discovered, and it has, the call is made once more.
    /// </summary>
    private async Task<OcmResult<PeerResponse>> CallAsync(
        OcmHost server, Func<DiscoveredServer, Task<OcmResult<PeerResponse>>> call, CancellationToken cancellationToken)
    {
        var discovered = await _discovery.DiscoverAsync(server, cancellationToken).ConfigureAwait(false);
        if (!discovered.TryGetValue(out var peer, out var failure))
        {
            return failure;
        }

        var result = await call(peer).ConfigureAwait(false);
        if (result.Value?.IsSuccess == true)
        {
            Array.ForEach(_observers, observer => observer.Answered(server));
            return result;
        }

        // None of these statuses says that the message was taken.
        if (result.Value?.StatusCode is not (401 or 404 or 405 or 410))
        {
            return result;
        }

        var renewed = await _discovery.RefreshAsync(peer, cancellationToken).ConfigureAwait(false);
        return renewed.IsSuccess && HasMoved(peer, renewed.Value)
            ? await call(renewed.Value).ConfigureAwait(false)
            : result;
    }

    private static bool HasMoved(DiscoveredServer before, DiscoveredServer now) =>
        now.EndPoint != before.EndPoint || now.TokenEndPoint != before.TokenEndPoint || now.TakesSignatures != before.TakesSignatures;

    private async Task<OcmResult<PeerResponse>> PostAsync(
        DiscoveredServer peer, string endpoint, byte[] body, UnsignedCalls kind, CancellationToken cancellationToken)
    {
        Func<HttpRequestMessage, CancellationToken, ValueTask>? sign = null;
        if (peer.TakesSignatures)
        {
            if (await _keys.GetActiveKeyAsync(cancellationToken).ConfigureAwait(false) is not { } key)
            {
                return NoKey;
            }

            sign = Sign(peer, body, key);
        }
        else if (_legacy.FindFor(peer) is { } scheme)
        {
            _log.SignedInOlderForm(peer.Host, scheme.Name);
            sign = (message, token) => scheme.SignAsync(message, body, token);
        }
        else if (!_mayBeUnsigned.HasFlag(kind))
        {
            return MustBeSigned;
        }
        else
        {
            _log.Unsigned(peer.Host);
        }

        var request = Create(peer.Api(endpoint), body, Json, sign, PeerCall.Api, isRepeatable: false);
        return await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<OcmResult<PeerResponse>> PostTokenRequestAsync(
        DiscoveredServer peer, (byte[] Body, string ContentType) message, CancellationToken cancellationToken)
    {
        if (peer.TokenEndPoint is not { } tokenEndPoint)
        {
            return NoTokenEndPoint;
        }

        if (await _keys.GetActiveKeyAsync(cancellationToken).ConfigureAwait(false) is not { } key)
        {
            return NoKey;
        }

        // The same request may be made again at any time (draft: Code Flow), so a transient failure is worth another attempt.
        var request = Create(tokenEndPoint, message.Body, message.ContentType, Sign(peer, message.Body, key), PeerCall.Token, isRepeatable: true);
        return await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    // Each attempt anew.
    private Func<HttpRequestMessage, CancellationToken, ValueTask> Sign(DiscoveredServer peer, byte[] body, SigningKey key)
    {
        var coverDate = _legacy.ExpectsDate(peer);
        return (message, cancellationToken) => _signer.SignAsync(message, body, key, coverDate, cancellationToken);
    }

    private static PeerRequest Create(
        Uri uri,
        byte[] body,
        string contentType,
        Func<HttpRequestMessage, CancellationToken, ValueTask>? sign,
        PeerCall purpose,
        bool isRepeatable) => new()
        {
            Purpose = purpose,
            Method = HttpMethod.Post,
            Uri = uri,
            Body = body,
            ContentType = contentType,
            Headers = [new("Accept", Json)],
            IsRepeatable = isRepeatable,
            Prepare = sign,
        };
}
