using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Ocm.HttpSignatures.Keys;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests;

/// <summary>The server under test, and a fake peer that speaks to it as another server would.</summary>
internal sealed class PeerAndServer : IAsyncDisposable
{
    private readonly HttpClient _http = new();

    private PeerAndServer(FakePeer peer, OcmTestServer server)
    {
        Peer = peer;
        Server = server;
    }

    public FakePeer Peer { get; }

    public OcmTestServer Server { get; }

    public static async Task<PeerAndServer> StartAsync(OcmTestServerSettings? settings = null, TimeProvider? peerTime = null) => new(
        await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost", TimeProvider = peerTime ?? TimeProvider.System }),
        await OcmTestServer.StartAsync(settings));

    public Uri Uri(string path) => new(Server.Origin, path);

    /// <summary>A valid share creation notification of the peer for marie, with changes.</summary>
    public string ShareJson(Action<Dictionary<string, object?>>? change = null)
    {
        var share = new Dictionary<string, object?>
        {
            ["shareWith"] = Server.Address("marie").ToString(),
            ["name"] = "notes.md",
            ["providerId"] = "id-1",
            ["owner"] = $"einstein@{Peer.Host}",
            ["sender"] = $"einstein@{Peer.Host}",
            ["shareType"] = "user",
            ["resourceType"] = "file",
            ["protocol"] = new Dictionary<string, object?>
            {
                ["name"] = "multi",
                ["webdav"] = new Dictionary<string, object?>
                {
                    ["uri"] = $"{Peer.Origin}/dav/id-1",
                    ["sharedSecret"] = "a-secret-of-the-fake-peer",
                    ["permissions"] = new[] { "read" },
                    ["requirements"] = new[] { "must-exchange-token" },
                },
            },
        };
        change?.Invoke(share);
        return JsonSerializer.Serialize(share);
    }

    /// <summary>Albert shares a file with somebody at the peer, and the secret that the peer was told.</summary>
    public async Task<(SentShare Share, string Secret)> ShareWithPeerAsync()
    {
        var result = await Server.WithAsync<ISentShares, Errors.OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "albert",
            ShareWith = new Addresses.OcmAddress("bob", Peer.Host),
            ResourceType = ResourceType.File,
            ResourceId = "/papers/one.md",
            Name = "one.md",
        }));
        Assert.That(result.Failure, Is.Null);
        var secret = JsonElement.Parse(Peer.RequestsTo("/ocm/shares")[^1].Body.Span)
            .GetProperty("protocol").GetProperty("webdav").GetProperty("sharedSecret").GetString()!;
        return (result.Value!, secret);
    }

    /// <summary>Posts as the peer, signed.</summary>
    public async Task<Answer> PostAsync(string path, string body, string contentType = "application/json", SigningKey? key = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = await Peer.CreateSignedPostAsync(Uri(path), Encoding.UTF8.GetBytes(body), contentType, key);
        change?.Invoke(request);
        return await SendAsync(request);
    }

    /// <summary>Posts without a signature.</summary>
    public async Task<Answer> PostUnsignedAsync(string path, string body, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Uri(path)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);
    }

    public async Task<Answer> GetAsync(string path, string? bearer = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Uri(path));
        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        change?.Invoke(request);
        return await SendAsync(request);
    }

    public async Task<IReadOnlyList<ReceivedShare>> ReceivedAsync() =>
        await Server.WithAsync<IReceivedShares, IReadOnlyList<ReceivedShare>>(shares => shares.ListAsync("marie"));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
        await Peer.DisposeAsync();
    }

    internal sealed record Answer(int Status, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
    {
        public JsonElement Json => JsonElement.Parse(Body);

        public IReadOnlyList<string> WrongFields =>
            [.. Json.GetProperty("validationErrors").EnumerateArray().Select(error => error.GetProperty("name").GetString()!)];
    }
}
