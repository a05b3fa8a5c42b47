using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ocm.Addresses;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>
/// A deployed server on loopback, over plain HTTP: it takes, refuses and answers as servers of its family do, and sends what they
/// send, signed as they sign. Its user is <see cref="Address"/>, who shares and receives one file.
/// </summary>
public sealed class LegacyServer : IAsyncDisposable
{
    /// <summary>The content of the file that this server shares.</summary>
    public const string Content = "E = mc²";

    private readonly LegacyServerFamily _family;
    private readonly SimulatedCalls _calls;
    private readonly SimulatedTokens _tokens = new();
    private readonly ConcurrentDictionary<string, SimulatedShare> _received = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SimulatedShare> _sent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SimulatedShare> _reshares = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _contacts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _invites = new(StringComparer.Ordinal);
    private int _number;

    private LegacyServer(LegacyServerFamily family, FakePeer peer)
    {
        _family = family;
        _calls = new SimulatedCalls(family, peer);
        Peer = peer;
        TokenGrantType = family.GrantType;
    }

    /// <summary>The server's HTTP side, with all requests that it got.</summary>
    public FakePeer Peer { get; }

    /// <summary>The address of its user.</summary>
    public string Address => $"{_family.UserId}@{Peer.Host}";

    /// <summary>The shares that it took.</summary>
    public IReadOnlyCollection<SimulatedShare> Received => [.. _received.Values];

    /// <summary>The shares that it sent.</summary>
    public IReadOnlyCollection<SimulatedShare> Sent => [.. _sent.Values];

    /// <summary>The shares that it made of wishes to reshare, as families do that answer them.</summary>
    public IReadOnlyCollection<SimulatedShare> Reshares => [.. _reshares.Values];

    /// <summary>How many tokens it issued.</summary>
    public int IssuedTokens => _tokens.Count;

    /// <summary>
    /// By which name it knows the grant type of token requests, such as <c>ocm_share</c>; it refuses every other one. By default the
    /// family's own, from which single releases differ.
    /// </summary>
    public string TokenGrantType { get; set; }

    /// <summary>Whether it exchanges tokens.</summary>
    public bool ExchangesTokens => _family.TokenPath is not null;

    /// <summary>Starts a server.</summary>
    /// <param name="family">Of which family.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The running server.</returns>
    public static async Task<LegacyServer> StartAsync(LegacyServerFamily family, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(family);
        var peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false }, cancellationToken).ConfigureAwait(false);
        var server = new LegacyServer(family, peer);
        peer.Answer("/.well-known/ocm", FakePeerAnswer.Status(404));
        foreach (var path in family.DiscoveryPaths)
        {
            peer.Answer(path, _ => SimulatedAnswer.Json(200, family.CreateDocument(peer.Origin).ToJsonString()));
        }

        if (family.Signs != SimulatedSignatureForm.None)
        {
            peer.Answer("/.well-known/jwks.json", _ => new FakePeerAnswer(200, peer.PublishedKeys.ToJson(), "application/json"));
        }

        peer.Answer(family.ApiPath + "/shares", server.TakeShare);
        peer.Answer(family.ApiPath + "/notifications", server.Hear);
        if (family.AnswerInvite(isKnown: false) is not null)
        {
            peer.Answer(family.ApiPath + "/invite-accepted", server.AnswerInvite);
        }

        if (family.TokenPath is { } tokenPath)
        {
            peer.Answer(tokenPath, server.Exchange);
        }

        return server;
    }

    /// <summary>Shares its file.</summary>
    /// <param name="origin">The other server.</param>
    /// <param name="shareWith">The recipient there.</param>
    /// <param name="resourceType">What it is: <c>file</c>, or <c>folder</c>, which some families send as a file.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer's status.</returns>
    public async Task<int> ShareAsync(Uri origin, string shareWith, string resourceType = "file", CancellationToken cancellationToken = default)
    {
        var id = NextId();
        var share = new SimulatedShare(id, $"secretOfTheOldServer{id}", shareWith, resourceType, null);
        _sent[id] = share;
        Peer.Answer(_family.PathOf(share), request => Serve(request, share));
        Peer.Answer(_family.PathOf(share).TrimEnd('/'), request => Serve(request, share));
        return (await PostAsync(origin, "shares", _family.CreateShare(this, share, resourceType), cancellationToken).ConfigureAwait(false)).Status;
    }

    /// <summary>Reads the resource of a share that it took, as servers of its family do: at the share's URI, or below the WebDAV path of the other's discovery document.</summary>
    /// <param name="origin">The other server.</param>
    /// <param name="share">The share.</param>
    /// <param name="token">The token that it got for the share; null to open it by its secret.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer's status.</returns>
    public async Task<int> ReadAsync(Uri origin, SimulatedShare share, string? token = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        var uri = await _calls.LocateAsync(origin, share, cancellationToken).ConfigureAwait(false);
        var credential = token is null ? _family.CreateCredential(share) : new AuthenticationHeaderValue("Bearer", token);
        return await _calls.GetAsync(uri, credential, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Exchanges the secret of a share that it took.</summary>
    /// <param name="origin">The other server.</param>
    /// <param name="share">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer; null where this family exchanges nothing, or the other server's document names no endpoint.</returns>
    public async Task<SimulatedTokenAnswer?> ExchangeAsync(Uri origin, SimulatedShare share, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        var document = await _calls.DiscoverAsync(origin, cancellationToken).ConfigureAwait(false);
        if (!ExchangesTokens || document["tokenEndPoint"]?.GetValue<string>() is not { } endpoint)
        {
            return null;
        }

        var (contentType, body) = _family.CreateTokenRequest(this, share);
        var (status, answer) = await _calls.PostAsync(new Uri(endpoint), body, contentType, cancellationToken).ConfigureAwait(false);
        return new SimulatedTokenAnswer(status, answer?["access_token"]?.GetValue<string>());
    }

    /// <summary>Sends a notification of a share between the two.</summary>
    /// <param name="origin">The other server.</param>
    /// <param name="type">The type, such as <c>SHARE_UNSHARED</c>.</param>
    /// <param name="share">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer; null where this family never sends that.</returns>
    public async Task<SimulatedReply?> NotifyAsync(Uri origin, string type, SimulatedShare share, CancellationToken cancellationToken = default) =>
        _family.CreateNotification(this, type, share) is { } notification
            ? await PostAsync(origin, "notifications", notification, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Accepts an invite of the other server.</summary>
    /// <param name="origin">The other server.</param>
    /// <param name="host">Its name in addresses.</param>
    /// <param name="token">The invite's token.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer's status; null where this family has no invites.</returns>
    public async Task<int?> AcceptInviteAsync(Uri origin, string host, string token, CancellationToken cancellationToken = default)
    {
        if (_family.AnswerInvite(isKnown: true) is null)
        {
            return null;
        }

        var message = new JsonObject
        {
            ["recipientProvider"] = Peer.Host.Value,
            ["token"] = token,
            ["userID"] = _family.UserId,
            ["email"] = "albert@example.org",
            ["name"] = "Albert",
        };
        var (status, body) = await PostAsync(origin, "invite-accepted", message, cancellationToken).ConfigureAwait(false);
        if (status == 200)
        {
            // The other user as that server named it, at that server: shares of nobody else are taken.
            _contacts[$"{body!["userID"]}@{host}"] = true;
        }

        return status;
    }

    /// <summary>Makes a token that the other server may send to accept an invite of this one.</summary>
    /// <returns>The token; null where this family has no invites.</returns>
    public string? Invite()
    {
        if (_family.AnswerInvite(isKnown: true) is null)
        {
            return null;
        }

        var token = $"invite-{NextId()}";
        _invites[token] = true;
        return token;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _calls.Dispose();
        await Peer.DisposeAsync().ConfigureAwait(false);
    }

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _number)}");

    private FakePeerAnswer TakeShare(FakePeerRequest request)
    {
        if (JsonNode.Parse(request.Text) is not JsonObject message)
        {
            return FakePeerAnswer.Status(500);
        }

        if (Refuse(request, HostOf(message["sender"] ?? message["sharedBy"] ?? message["owner"])) is { } refusal)
        {
            return refusal;
        }

        var (answer, share) = _family.Take(message);
        if (share is not null && _family.NeedsContact && !_contacts.ContainsKey(share.Partner))
        {
            return SimulatedAnswer.Json(401, """{"code":"UNAUTHENTICATED","message":"the sender is no contact"}""");
        }

        if (share is not null)
        {
            _received[share.ProviderId] = share;
        }

        return answer;
    }

    private FakePeerAnswer Hear(FakePeerRequest request)
    {
        if (JsonNode.Parse(request.Text) is not JsonObject message || message["providerId"]?.ToString() is not { } id)
        {
            return FakePeerAnswer.Status(500);
        }

        var shares = _sent.ContainsKey(id) ? _sent : _reshares.ContainsKey(id) ? _reshares : _received;
        var share = shares.GetValueOrDefault(id);
        if (share is not null && Refuse(request, HostOf(share.Partner)) is { } refusal)
        {
            return refusal;
        }

        var (answer, isApplied) = _family.Hear(message, share);
        if (isApplied)
        {
            shares[id] = share! with { LastNotification = message["notificationType"]!.ToString() };
            KeepReshare(answer, share);
        }

        return answer;
    }

    private void KeepReshare(FakePeerAnswer answer, SimulatedShare share)
    {
        if (answer.Body.Length > 0 && JsonNode.Parse(answer.Body.Span) is JsonObject body && body["providerId"]?.ToString() is { } id && body["token"]?.ToString() is { } token)
        {
            _reshares[id] = share with { ProviderId = id, Secret = token, LastNotification = null };
        }
    }

    private FakePeerAnswer AnswerInvite(FakePeerRequest request)
    {
        var message = JsonNode.Parse(request.Text) as JsonObject;
        var provider = message?["recipientProvider"]?.ToString();
        if (Refuse(request, provider) is { } refusal)
        {
            return refusal;
        }

        var isKnown = message?["token"]?.ToString() is { } token && _invites.ContainsKey(token);
        if (isKnown)
        {
            _contacts[$"{message!["userID"]}@{provider}"] = true;
        }

        return _family.AnswerInvite(isKnown)!;
    }

    private FakePeerAnswer Exchange(FakePeerRequest request)
    {
        var (refusal, code) = _family.ReadTokenRequest(request, TokenGrantType);
        var share = code is null ? null : _sent.Values.FirstOrDefault(share => share.Secret == code);
        return refusal
            ?? (share is null ? _family.RefuseCode() : Refuse(request, HostOf(share.Partner)) ?? _family.GiveToken(_tokens.Issue(share)));
    }

    private FakePeerAnswer Serve(FakePeerRequest request, SimulatedShare share) => _family.Opens(request, share, _tokens)
        ? SimulatedWebDav.Answer(request, Content)
        : SimulatedWebDav.Refuse();

    // Who signed must be the server that the message names.
    private FakePeerAnswer? Refuse(FakePeerRequest request, string? claimed) => _family.Signs == SimulatedSignatureForm.None ? null
        : _family.Refuse(OcmHost.TryParse(claimed, out var host) ? _calls.Signatures.Verify(request, host) : SimulatedVerdict.Bad);

    private static string? HostOf(JsonNode? address) => OcmAddress.TryParse(address?.ToString(), out var party) ? party.Host.Value : null;

    private Task<SimulatedReply> PostAsync(Uri origin, string endpoint, JsonObject message, CancellationToken cancellationToken) =>
        _calls.PostAsync(new Uri(origin, "/ocm/" + endpoint), message.ToJsonString(), "application/json", cancellationToken);
}
