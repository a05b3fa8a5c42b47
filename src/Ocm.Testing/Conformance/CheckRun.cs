using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ocm.Addresses;
using Ocm.Client.Signatures;
using Ocm.Discovery;
using Ocm.HttpSignatures.Keys;
using Ocm.Serialization;
using Ocm.Testing.Peers;
using Ocm.Tokens;

namespace Ocm.Testing.Conformance;

/// <summary>One run of one check: a fresh peer, a user at the server, and the words in which a check speaks.</summary>
internal sealed class CheckRun : IAsyncDisposable
{
    private const string Form = "application/x-www-form-urlencoded";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http;
    private readonly List<FakePeer> _peers = [];
    private DiscoveryDocument? _document;

    private CheckRun(OcmConformanceTarget target, HttpClient http, CancellationToken cancellationToken)
    {
        Target = target;
        _http = http;
        Cancellation = cancellationToken;
        Host = OcmHost.FromUri(target.Origin);
    }

    internal OcmConformanceTarget Target { get; }

    internal CancellationToken Cancellation { get; }

    /// <summary>The server that is judged.</summary>
    internal OcmHost Host { get; }

    /// <summary>The suite's own server in this check.</summary>
    internal FakePeer Peer => _peers[0];

    /// <summary>A user at the server.</summary>
    internal OcmAddress User { get; private set; } = null!;

    /// <summary>A user at <see cref="Peer"/>.</summary>
    internal OcmAddress Friend => new("einstein", Peer.Host);

    internal static async Task<CheckRun> StartAsync(OcmConformanceTarget target, HttpClient http, CancellationToken cancellationToken)
    {
        var run = new CheckRun(target, http, cancellationToken);
        try
        {
            await run.StartPeerAsync().ConfigureAwait(false);
            run.User = await target.CreateUserAsync(cancellationToken).ConfigureAwait(false);
            return run;
        }
        catch
        {
            await run.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts one more server.</summary>
    internal async Task<FakePeer> StartPeerAsync()
    {
        var peer = Target.StartPeerAsync is { } start
            ? await start(Cancellation).ConfigureAwait(false)
            : await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false }, Cancellation).ConfigureAwait(false);
        _peers.Add(peer);
        return peer;
    }

    /// <summary>The server breaks the rule unless this holds.</summary>
    internal static void Demand([DoesNotReturnIf(false)] bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new CheckEndedException(ConformanceOutcome.Failed, otherwise);
        }
    }

    /// <summary>The check says nothing of the server unless this holds.</summary>
    internal static void Need([DoesNotReturnIf(false)] bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new CheckEndedException(ConformanceOutcome.NotApplicable, otherwise);
        }
    }

    /// <summary>A hook of the product.</summary>
    internal static THook Hook<THook>(THook? hook, string name)
        where THook : Delegate
    {
        Need(hook is not null, $"OcmConformanceTarget.{name} is not set.");
        return hook;
    }

    /// <summary>A call was refused with one of the statuses; other refusals, and above all successes, break the rule.</summary>
    internal static void DemandRefusal(CheckAnswer answer, string what, params int[] statuses) =>
        Demand(statuses.Contains(answer.Status), $"{what} must be answered with {string.Join(" or ", statuses)}, not with {answer}.");

    /// <summary>The server's discovery document; where it cannot be read, another check tells.</summary>
    internal async Task<DiscoveryDocument> DiscoverAsync()
    {
        if (_document is null)
        {
            var answer = await GetAsync(new Uri(Target.Origin, "/.well-known/ocm")).ConfigureAwait(false);
            Need(
                answer.IsSuccess && OcmJson.Read<DiscoveryDocument>(Encoding.UTF8.GetBytes(answer.Body)).TryGetValue(out _document, out _),
                "The discovery document cannot be read.");
        }

        return _document!;
    }

    internal async Task<Uri> ApiAsync(string name)
    {
        var document = await DiscoverAsync().ConfigureAwait(false);
        Need(Uri.TryCreate($"{document.EndPoint.TrimEnd('/')}/{name}", UriKind.Absolute, out var uri), "The endPoint is no URL.");

        // Wherever the document sends others: it is the server of the origin that is judged.
        return new Uri(Target.Origin, uri!.PathAndQuery);
    }

    /// <summary>A valid share creation notification of the peer for the user.</summary>
    internal JsonObject Share(string? providerId = null) => new()
    {
        ["shareWith"] = User.ToString(),
        ["name"] = "conformance.txt",
        ["providerId"] = providerId ?? SecretString.Generate(22).Reveal(),
        ["owner"] = Friend.ToString(),
        ["sender"] = Friend.ToString(),
        ["ownerDisplayName"] = "Conformance suite",
        ["senderDisplayName"] = "Conformance suite",
        ["shareType"] = "user",
        ["resourceType"] = "file",
        ["protocol"] = new JsonObject
        {
            ["name"] = "multi",
            ["webdav"] = new JsonObject
            {
                ["uri"] = $"{Peer.Origin}/dav/conformance.txt",
                ["sharedSecret"] = SecretString.Generate().Reveal(),
                ["permissions"] = new JsonArray("read"),
                ["requirements"] = new JsonArray("must-exchange-token"),
            },
        },
    };

    internal Task<CheckAnswer> PostShareAsync(JsonObject share) => PostAsync("shares", share);

    /// <summary>Delivers a valid share; where it is not taken, another check tells.</summary>
    internal async Task<string> DeliveredShareAsync()
    {
        var share = Share();
        var answer = await PostShareAsync(share).ConfigureAwait(false);
        Need(answer.IsSuccess, $"A valid share was not taken: {answer}.");
        return share["providerId"]!.GetValue<string>();
    }

    /// <summary>Posts JSON to an endpoint, signed by the peer.</summary>
    internal async Task<CheckAnswer> PostAsync(string endpoint, JsonObject body, FakePeer? signer = null, SigningKey? key = null) =>
        await PostTextAsync(await ApiAsync(endpoint).ConfigureAwait(false), body.ToJsonString(), signer, key).ConfigureAwait(false);

    internal async Task<CheckAnswer> PostTextAsync(
        Uri uri, string body, FakePeer? signer = null, SigningKey? key = null, string contentType = "application/json", Action<HttpRequestMessage>? change = null)
    {
        using var request = await (signer ?? Peer).CreateSignedPostAsync(uri, Encoding.UTF8.GetBytes(body), contentType, key, Cancellation).ConfigureAwait(false);
        change?.Invoke(request);
        return await SendAsync(request).ConfigureAwait(false);
    }

    internal async Task<CheckAnswer> PostUnsignedAsync(Uri uri, string body, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return await SendAsync(request).ConfigureAwait(false);
    }

    /// <summary>Asks the token endpoint to exchange a code.</summary>
    internal async Task<CheckAnswer> ExchangeAsync(string code, FakePeer? signer = null, bool signed = true)
    {
        var document = await DiscoverAsync().ConfigureAwait(false);
        Need(document.Has(Capability.ExchangeToken), "The server does not advertise exchange-token.");
        Need(TokenUri(document) is { } uri, "The server names no usable tokenEndPoint.");
        signer ??= Peer;
        var form = $"grant_type=authorization_code&client_id={Uri.EscapeDataString(signer.Host.Value)}&code={Uri.EscapeDataString(code)}";
        return signed
            ? await PostTextAsync(TokenUri(document)!, form, signer, contentType: Form).ConfigureAwait(false)
            : await PostUnsignedAsync(TokenUri(document)!, form, Form).ConfigureAwait(false);
    }

    internal async Task<CheckAnswer> GetAsync(Uri uri, string? bearer = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        return await SendAsync(request).ConfigureAwait(false);
    }

    internal async Task<CheckAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, Cancellation).ConfigureAwait(false);
        return new CheckAnswer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(Cancellation).ConfigureAwait(false),
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.CacheControl?.ToString());
    }

    /// <summary>Waits for a call of the server to the peer.</summary>
    internal async Task<FakePeerRequest> ReceivedCallAsync(string path, Func<JsonElement, bool>? matches, string otherwise)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Target.Timeout / 3);
        while (true)
        {
            if (Peer.RequestsTo(path).FirstOrDefault(request => matches is null || Matches(request, matches)) is { } found)
            {
                return found;
            }

            Demand(!patience.IsCancellationRequested, otherwise);
            await Task.Delay(Pause, TimeProvider.System, Cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Lets the user share something with the friend; gives the notification that the peer got.</summary>
    internal async Task<(FakePeerRequest Request, JsonElement Notification)> SentShareAsync()
    {
        var send = Hook(Target.SendShareAsync, nameof(OcmConformanceTarget.SendShareAsync));
        await send(User, Friend, Cancellation).ConfigureAwait(false);
        var request = await ReceivedCallAsync("/ocm/shares", matches: null, "The peer got no share creation notification.").ConfigureAwait(false);
        Need(CheckAnswerJson(request.Text) is { } notification, "The share creation notification is no JSON object.");
        return (request, CheckAnswerJson(request.Text)!.Value);
    }

    /// <summary>The server's call is signed as the rules say.</summary>
    internal async Task DemandSignedAsync(FakePeerRequest request)
    {
        var document = await DiscoverAsync().ConfigureAwait(false);
        Need(Uri.TryCreate(document.JwksUri, UriKind.Absolute, out var uri), "The server names no jwksUri.");
        var keys = await GetAsync(new Uri(Target.Origin, uri!.PathAndQuery)).ConfigureAwait(false);
        Need(JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(keys.Body), out var set), "The server's JWK Set cannot be read.");
        var verdict = await Peer.VerifyAsync(request, Host, set!, Cancellation).ConfigureAwait(false);
        Demand(verdict.IsValid, verdict.Status == OcmSignatureStatus.Unsigned
            ? $"The server's call to {request.Path} is not signed."
            : $"The signature of the server's call to {request.Path} is not valid: {verdict.Problem}.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _peers)
        {
            await peer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private Uri? TokenUri(DiscoveryDocument document) =>
        Uri.TryCreate(document.TokenEndPoint, UriKind.Absolute, out var uri) ? new Uri(Target.Origin, uri.PathAndQuery) : null;

    private static bool Matches(FakePeerRequest request, Func<JsonElement, bool> matches) => CheckAnswerJson(request.Text) is { } json && matches(json);

    private static JsonElement? CheckAnswerJson(string text) => new CheckAnswer(0, text, null, null).Json;
}
