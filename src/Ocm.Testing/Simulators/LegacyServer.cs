using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Ocm.Addresses;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>
/// A server of an older family on loopback, over plain HTTP: it takes, refuses and answers as servers of that family do, and
/// sends what they send, unsigned. Its user is <see cref="Address"/>, who shares and receives one file.
/// </summary>
public sealed class LegacyServer : IAsyncDisposable
{
    /// <summary>The content of the file that this server shares.</summary>
    public const string Content = "E = mc²";

    private readonly LegacyServerFamily _family;
#pragma warning disable RS0030 // This plays another server, which has its own HTTP.
    private readonly HttpClient _http = new();
#pragma warning restore RS0030
    private readonly ConcurrentDictionary<string, SimulatedShare> _received = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SimulatedShare> _sent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _contacts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _invites = new(StringComparer.Ordinal);
    private int _number;

    private LegacyServer(LegacyServerFamily family, FakePeer peer)
    {
        _family = family;
        Peer = peer;
    }

    /// <summary>The server's HTTP side, with all requests that it got.</summary>
    public FakePeer Peer { get; }

    /// <summary>The address of its user.</summary>
    public string Address => $"{_family.UserId}@{Peer.Host}";

    /// <summary>The shares that it took.</summary>
    public IReadOnlyCollection<SimulatedShare> Received => [.. _received.Values];

    /// <summary>The shares that it sent.</summary>
    public IReadOnlyCollection<SimulatedShare> Sent => [.. _sent.Values];

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

        peer.Answer(family.ApiPath + "/shares", server.TakeShare);
        peer.Answer(family.ApiPath + "/notifications", server.Hear);
        if (family.AnswerInvite(isKnown: false) is not null)
        {
            peer.Answer(family.ApiPath + "/invite-accepted", server.AnswerInvite);
        }

        return server;
    }

    /// <summary>Shares its file.</summary>
    /// <param name="origin">The other server.</param>
    /// <param name="shareWith">The recipient there.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer's status.</returns>
    public async Task<int> ShareAsync(Uri origin, string shareWith, CancellationToken cancellationToken = default)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _number)}");
        var share = new SimulatedShare(id, $"secretOfTheOldServer{id}", shareWith, "file", null);
        _sent[id] = share;
        Peer.Answer(_family.PathOf(share), request => Serve(request, share));
        Peer.Answer(_family.PathOf(share).TrimEnd('/'), request => Serve(request, share));
        return await PostAsync(origin, "shares", _family.CreateShare(this, share, share.ResourceType), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the resource of a share that it took, as servers of its family do: at the share's URI, or below the WebDAV path of the other's discovery document.</summary>
    /// <param name="origin">The other server.</param>
    /// <param name="share">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer's status.</returns>
    public async Task<int> ReadAsync(Uri origin, SimulatedShare share, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        var uri = share.Uri is { } own ? new Uri(own) : new Uri(origin, await FindWebDavPathAsync(origin, cancellationToken).ConfigureAwait(false));
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.Authorization = _family.CreateCredential(share);
        using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return (int)response.StatusCode;
    }

    /// <summary>Sends a notification of a share between the two.</summary>
    /// <param name="origin">The other server.</param>
    /// <param name="type">The type, such as <c>SHARE_UNSHARED</c>.</param>
    /// <param name="share">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer's status; null where this family never sends that.</returns>
    public async Task<int?> NotifyAsync(Uri origin, string type, SimulatedShare share, CancellationToken cancellationToken = default) =>
        _family.CreateNotification(type, share) is { } notification
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

        var status = await PostAsync(
            origin,
            "invite-accepted",
            new JsonObject
            {
                ["recipientProvider"] = Peer.Host.Value,
                ["token"] = token,
                ["userID"] = _family.UserId,
                ["email"] = "albert@example.org",
                ["name"] = "Albert",
            },
            cancellationToken).ConfigureAwait(false);
        if (status == 200)
        {
            _contacts[host] = true;
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

        var token = string.Create(CultureInfo.InvariantCulture, $"invite-{Interlocked.Increment(ref _number)}");
        _invites[token] = true;
        return token;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Peer.DisposeAsync().ConfigureAwait(false);
    }

    private FakePeerAnswer TakeShare(FakePeerRequest request)
    {
        if (JsonNode.Parse(request.Text) is not JsonObject message)
        {
            return FakePeerAnswer.Status(500);
        }

        var (answer, share) = _family.Take(message);
        if (share is not null && _family.NeedsContact && !(OcmAddress.TryParse(share.Partner, out var sender) && _contacts.ContainsKey(sender.Host.Value)))
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

        var shares = _sent.ContainsKey(id) ? _sent : _received;
        var share = shares.GetValueOrDefault(id);
        var (answer, isApplied) = _family.Hear(message, share);
        if (isApplied)
        {
            shares[id] = share! with { LastNotification = message["notificationType"]!.ToString() };
        }

        return answer;
    }

    private FakePeerAnswer AnswerInvite(FakePeerRequest request)
    {
        var message = JsonNode.Parse(request.Text) as JsonObject;
        var isKnown = message?["token"]?.ToString() is { } token && _invites.ContainsKey(token);
        if (isKnown)
        {
            _contacts[message!["recipientProvider"]!.ToString()] = true;
        }

        return _family.AnswerInvite(isKnown)!;
    }

    private FakePeerAnswer Serve(FakePeerRequest request, SimulatedShare share)
    {
        if (!_family.Opens(request, share))
        {
            return new FakePeerAnswer(401, default, null)
            {
                Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["WWW-Authenticate"] = "Basic realm=\"dav\"" },
            };
        }

        return request.Method switch
        {
            "GET" => new FakePeerAnswer(200, Encoding.UTF8.GetBytes(Content), "text/markdown"),
            "PROPFIND" => new FakePeerAnswer(207, Encoding.UTF8.GetBytes(
                $"""
                <?xml version="1.0"?><d:multistatus xmlns:d="DAV:"><d:response><d:href>{request.Path}</d:href><d:propstat><d:prop><d:resourcetype/><d:getcontentlength>{Encoding.UTF8.GetByteCount(Content)}</d:getcontentlength></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>
                """), "application/xml; charset=utf-8"),
            _ => FakePeerAnswer.Status(405),
        };
    }

    private async Task<string> FindWebDavPathAsync(Uri origin, CancellationToken cancellationToken)
    {
        var document = JsonNode.Parse(await _http.GetStringAsync(new Uri(origin, "/ocm-provider/"), cancellationToken).ConfigureAwait(false))!;
        var file = document["resourceTypes"]!.AsArray().First(entry => entry!["name"]!.GetValue<string>() == "file");
        return file!["protocols"]!["webdav"]!.GetValue<string>();
    }

    private async Task<int> PostAsync(Uri origin, string endpoint, JsonObject message, CancellationToken cancellationToken)
    {
        using var content = new StringContent(message.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri(origin, "/ocm/" + endpoint), content, cancellationToken).ConfigureAwait(false);
        return (int)response.StatusCode;
    }
}
