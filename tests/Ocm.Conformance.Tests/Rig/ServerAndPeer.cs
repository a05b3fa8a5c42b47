using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ocm.Addresses;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.HttpSignatures.Keys;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Rig;

/// <summary>
/// The server under test and a fake peer, over real HTTP, in both roles: the peer calls the server, and the server's users share
/// with <see cref="Recipient"/> at the peer.
/// </summary>
internal sealed class ServerAndPeer : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private ServerAndPeer(FakePeer peer, OcmTestServer server)
    {
        Peer = peer;
        Server = server;
    }

    internal FakePeer Peer { get; }

    internal OcmTestServer Server { get; }

    /// <summary>Whether messages must fit the schemas; those of and for a server without a <c>jwksUri</c> may be of an older form.</summary>
    private bool SpeaksTheDraft => Peer.Document is not { JwksUri: null };

    /// <summary>A user at the peer.</summary>
    internal OcmAddress Recipient => new("einstein", Peer.Host);

    /// <summary>Starts both.</summary>
    /// <param name="settings">What differs at the server.</param>
    /// <param name="peerTime">The peer's time.</param>
    /// <param name="prepare">Sees the peer before the server starts.</param>
    /// <param name="keyAlgorithm">The algorithm of the peer's key.</param>
    internal static async Task<ServerAndPeer> StartAsync(
        OcmTestServerSettings? settings = null, TimeProvider? peerTime = null, Action<FakePeer>? prepare = null, string keyAlgorithm = JoseAlgorithms.Ed25519)
    {
        var peer = await FakePeer.StartAsync(new FakePeerOptions
        {
            UseHttps = false,
            HostName = "localhost",
            TimeProvider = peerTime ?? TimeProvider.System,
            KeyAlgorithm = keyAlgorithm,
        });
        prepare?.Invoke(peer);
        try
        {
            return new ServerAndPeer(peer, await OcmTestServer.StartAsync(settings));
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    /// <summary>Changes what the peer says of itself.</summary>
    internal ServerAndPeer WithPeer(Func<DiscoveryDocument, DiscoveryDocument> change)
    {
        Peer.Document = change(Peer.CreateDocument());
        return this;
    }

    internal Uri Uri(string path) => new(Server.Origin, path);

    /// <summary>A valid share creation notification of the peer for marie.</summary>
    internal JsonObject Share() => new()
    {
        ["shareWith"] = Server.Address("marie").ToString(),
        ["name"] = "notes.md",
        ["providerId"] = "id-1",
        ["owner"] = Recipient.ToString(),
        ["sender"] = Recipient.ToString(),
        ["shareType"] = "user",
        ["resourceType"] = "file",
        ["protocol"] = new JsonObject
        {
            ["name"] = "multi",
            ["webdav"] = new JsonObject
            {
                ["uri"] = $"{Peer.Origin}/dav/id-1",
                ["sharedSecret"] = "a-secret-of-the-fake-peer",
                ["permissions"] = new JsonArray("read"),
                ["requirements"] = new JsonArray("must-exchange-token"),
            },
        },
    };

    /// <summary>Posts as the peer, signed.</summary>
    internal async Task<Answer> PostAsync(string path, string body, string contentType = "application/json", SigningKey? key = null)
    {
        using var request = await Peer.CreateSignedPostAsync(Uri(path), Encoding.UTF8.GetBytes(body), contentType, key);
        return await SendAsync(request, body);
    }

    internal Task<Answer> PostAsync(string path, JsonNode body) => PostAsync(path, body.ToJsonString());

    /// <summary>Posts without a signature.</summary>
    internal async Task<Answer> PostUnsignedAsync(string path, string body, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Uri(path)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return await SendAsync(request, body);
    }

    internal async Task<Answer> GetAsync(string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Uri(path));
        change?.Invoke(request);
        return await SendAsync(request, body: null);
    }

    internal async Task<Answer> SendAsync(HttpRequestMessage request, string? body)
    {
        using var response = await _http.SendAsync(request);
        var answer = new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);
        WireLog.Record(request.Method.Method, request.RequestUri!.AbsolutePath, SpeaksTheDraft ? body : null, answer.Status, answer.Body);
        return answer;
    }

    /// <summary>What albert wants to share with <see cref="Recipient"/>.</summary>
    internal NewShare NewShare() => new()
    {
        SenderIdentifier = "albert",
        ShareWith = Recipient,
        ResourceType = ResourceType.Folder,
        ResourceId = "/papers",
        Name = "papers",
    };

    internal ValueTask<OcmResult<SentShare>> CreateAsync(Func<NewShare, NewShare>? change = null) =>
        Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(change?.Invoke(NewShare()) ?? NewShare()));

    internal ValueTask<OcmResult<SharePreview>> PreviewAsync(Func<NewShare, NewShare>? change = null) =>
        Server.WithAsync<ISentShares, OcmResult<SharePreview>>(shares => shares.PreviewAsync(change?.Invoke(NewShare()) ?? NewShare()));

    internal async Task<SentShare> CreatedAsync(Func<NewShare, NewShare>? change = null)
    {
        var result = await CreateAsync(change);
        Assert.That(result.Failure, Is.Null);
        return result.Value!;
    }

    /// <summary>The share creation notifications that the peer got.</summary>
    internal IReadOnlyList<JsonElement> SentToPeer(string path = "/ocm/shares") => [.. Peer.RequestsTo(path).Select(request => JsonElement.Parse(request.Text))];

    internal ValueTask<IReadOnlyList<ReceivedShare>> ReceivedAsync(string user = "marie") =>
        Server.WithAsync<IReceivedShares, IReadOnlyList<ReceivedShare>>(shares => shares.ListAsync(user));

    public async ValueTask DisposeAsync()
    {
        foreach (var request in Peer.Requests.Where(request => SpeaksTheDraft && request.Method == "POST"))
        {
            WireLog.RecordSent(request.Method, request.Path, request.Text);
        }

        _http.Dispose();
        await Server.DisposeAsync();
        await Peer.DisposeAsync();
    }
}
