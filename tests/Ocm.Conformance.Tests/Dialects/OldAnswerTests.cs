using System.Text;
using System.Text.Json.Nodes;
using Ocm.Addresses;
using Ocm.Client.Access;
using Ocm.Errors;
using Ocm.Server;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Dialects;

/// <summary>What older servers answer to a share, to a notification and to a read, and what a server of the draft may not.</summary>
internal sealed class OldAnswerTests
{
    private const string Listing =
        """
        <?xml version="1.0"?><d:multistatus xmlns:d="DAV:"><d:response><d:href>/dav/1</d:href><d:propstat><d:prop><d:resourcetype/></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>
        """;

    [TestCase(200, "text/plain; charset=utf-8", "{}")]
    [TestCase(200, "text/plain", """{"recipientDisplayName":"Albert"}""")]
    [TestCase(201, null, "")]
    [TestCase(201, "application/json", "[]")]
    [TestCase(201, "application/json", """{"recipientDisplayName":null,"recipientUserId":"einstein"}""")]
    [TestCase(201, "text/html", "<html>created</html>")]
    [TestCase(204, null, "")]
    public async Task Share_TakenInAnyWords_IsSent(int status, string? contentType, string body)
    {
        await using var server = await StartAsync();
        await using var peer = await PeerAsync(isOfTheDraft: false);
        peer.Answer("/ocm/shares", new FakePeerAnswer(status, Encoding.UTF8.GetBytes(body), contentType));

        Assert.That((await ShareAsync(server, peer)).Value?.Status, Is.EqualTo(SentShareStatus.Sent));
    }

    [TestCase(200, "text/plain", "{}")]
    [TestCase(201, null, "")]
    [TestCase(204, null, "")]
    [Property("Requirement", "SHARE-25")]
    public async Task Share_TakenByAServerOfTheDraftInOtherWords_IsNotSent(int status, string? contentType, string body)
    {
        await using var server = await StartAsync();
        await using var peer = await PeerAsync(isOfTheDraft: true);
        peer.Answer("/ocm/shares", new FakePeerAnswer(status, Encoding.UTF8.GetBytes(body), contentType));

        Assert.That((await ShareAsync(server, peer)).Value?.Status, Is.Not.EqualTo(SentShareStatus.Sent));
    }

    [TestCase("application/json", """{"message":"because"}""")]
    [TestCase("application/json", """{"message":"because","validationErrors":[],"error":true}""")]
    [TestCase("application/json", """{"code":"UNTRUSTED_SERVICE","message":"because"}""")]
    [TestCase("application/json", """{"error":"invalid_request","error_description":"because"}""")]
    [TestCase("application/json", """{"error_msg":"because"}""")]
    [TestCase("text/plain", "because")]
    public async Task Share_RefusedInAnyShape_IsRefusedByItsStatus(string contentType, string body)
    {
        await using var server = await StartAsync();
        await using var peer = await PeerAsync(isOfTheDraft: false);
        peer.Answer("/ocm/shares", new FakePeerAnswer(403, Encoding.UTF8.GetBytes(body), contentType));

        var failure = (await ShareAsync(server, peer)).Failure;

        Assert.That((failure?.Kind, failure?.PeerMessage), Is.EqualTo(((OcmFailureKind?)OcmFailureKind.Forbidden, "because")));
    }

    [TestCase(200, "[]")]
    [TestCase(201, "")]
    [TestCase(204, "")]
    public async Task Unshare_HeardInAnyWords_IsToldOnce(int status, string body)
    {
        await using var server = await StartAsync();
        await using var peer = await PeerAsync(isOfTheDraft: false);
        peer.Answer("/ocm/notifications", new FakePeerAnswer(status, Encoding.UTF8.GetBytes(body), "text/plain"));
        var share = (await ShareAsync(server, peer)).Value!;

        await server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));

        Assert.That(peer.RequestsTo("/ocm/notifications"), Has.Count.EqualTo(1));
        Assert.That(await server.WithAsync<IShareStore, SentShare?>(store => store.FindSentAsync(share.ProviderId)), Has.Property(nameof(SentShare.Secret)).Null, "delivered");
    }

    [TestCase(false)]
    [TestCase(true)]
    [Property("Requirement", "ACC-04")]
    public async Task Read_BearerRefused_IsReadByBasicFromOlderServersOnly(bool isOfTheDraft)
    {
        await using var server = await StartAsync();
        await using var peer = await PeerAsync(isOfTheDraft);
        peer.Answer("/dav/1", request => request.Header("authorization")!.StartsWith("Basic ", StringComparison.Ordinal)
            ? request.Method == "PROPFIND" ? new FakePeerAnswer(207, Encoding.UTF8.GetBytes(Listing), "application/xml") : new FakePeerAnswer(200, Encoding.UTF8.GetBytes("content"), "text/plain")
            : FakePeerAnswer.Status(401));
        await PostShareAsync(server, peer);
        var share = (await server.WithAsync<IReceivedShares, IReadOnlyList<ReceivedShare>>(shares => shares.ListAsync("marie"))).Single();

        var reads = new[] { await ReadAsync(server, share), await ReadAsync(server, share) };

        var sent = peer.RequestsTo("/dav/1").Select(request => request.Header("authorization")!).ToList();
        Assert.That(reads, isOfTheDraft ? Is.All.Null : Is.All.EqualTo("content"));
        Assert.That(sent[0], Is.EqualTo("Bearer a-secret"));
        Assert.That(sent.Skip(1).Select(header => header.Split(' ')[0]).Distinct(), Is.EqualTo(new[] { isOfTheDraft ? "Bearer" : "Basic" }), "once refused, it is not offered again");
    }

    private static Task<OcmTestServer> StartAsync() =>
        OcmTestServer.StartAsync(new OcmTestServerSettings { Options = options => options.Posture = OcmPosture.Interoperable });

    private static async Task<FakePeer> PeerAsync(bool isOfTheDraft)
    {
        var peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        if (!isOfTheDraft)
        {
            peer.Document = peer.CreateDocument() with { ApiVersion = "1.2.0", Capabilities = [], Criteria = [], JwksUri = null, TokenEndPoint = null };
        }
        else
        {
            peer.Document = peer.CreateDocument() with { Capabilities = [Ocm.Discovery.Capability.HttpSig], TokenEndPoint = null };
        }

        return peer;
    }

    private static async Task<OcmResult<SentShare>> ShareAsync(OcmTestServer server, FakePeer peer) =>
        await server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "marie",
            ShareWith = new OcmAddress("albert", peer.Host),
            ResourceType = ResourceType.File,
            ResourceId = "/notes.md",
            Name = "notes.md",
            Permissions = [Permission.Read],
        }));

    private static async Task PostShareAsync(OcmTestServer server, FakePeer peer)
    {
        var share = new JsonObject
        {
            ["shareWith"] = server.Address("marie").ToString(),
            ["name"] = "n",
            ["providerId"] = "1",
            ["owner"] = $"albert@{peer.Host}",
            ["sender"] = $"albert@{peer.Host}",
            ["shareType"] = "user",
            ["resourceType"] = "file",
            ["protocol"] = new JsonObject
            {
                ["name"] = "multi",
                ["webdav"] = new JsonObject { ["uri"] = $"{peer.Origin}/dav/1", ["sharedSecret"] = "a-secret", ["permissions"] = new JsonArray("read") },
            },
        };
#pragma warning disable RS0030 // Plays another server.
        using var http = new HttpClient();
#pragma warning restore RS0030
        using var request = await peer.CreateSignedPostAsync(new Uri(server.Origin, "/ocm/shares"), Encoding.UTF8.GetBytes(share.ToJsonString()));
        if (peer.Document!.JwksUri is null)
        {
            foreach (var name in new[] { "Signature", "Signature-Input" })
            {
                request.Headers.Remove(name);
            }
        }

        using var answer = await http.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.EqualTo(201));
    }

    private static async Task<string?> ReadAsync(OcmTestServer server, ReceivedShare share)
    {
        await server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.AcceptAsync(share.Id, "marie"));
        var opened = await server.WithAsync<IReceivedShares, OcmResult<RemoteResource>>(shares => shares.OpenAsync(share.Id, "marie"));
        if (!(await opened.Value!.ReadAsync()).TryGetValue(out var content, out _))
        {
            return null;
        }

        await using (content)
        {
            using var reader = new StreamReader(content.Stream);
            return await reader.ReadToEndAsync();
        }
    }
}
