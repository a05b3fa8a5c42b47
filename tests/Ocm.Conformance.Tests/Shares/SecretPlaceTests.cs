using System.Text.Json.Nodes;
using Ocm.Client.Access;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Server;
using Ocm.Server.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Shares;

/// <summary>Where a received share holds its secret, and how the resource is then opened.</summary>
internal sealed class SecretPlaceTests
{
    private const string Secret = "a-secret-of-the-fake-peer";

    [TestCase("multi")]
    [TestCase("webdav")]
    [TestCase(null)]
    [Property("Requirement", "ACC-05")]
    [Property("Requirement", "ACC-03")]
    [Property("Requirement", "SHARE-11")]
    [Property("Requirement", "TOK-09")]
    public async Task OpenAsync_SecretInTheProtocolsObject_IsExchangedUnderWhateverName(string? name)
    {
        await using var test = await ServerAndPeer.StartAsync();
        var share = test.Share();
        share["protocol"]!.AsObject().Remove("name");
        if (name is not null)
        {
            share["protocol"]!["name"] = name;
        }

        var opened = await OpenAsync(test, share, "/dav/id-1");

        Assert.That(opened.Failure, Is.Null);
        Assert.That(test.Peer.RequestsTo("/ocm/token").Single().Text, Does.Contain($"code={Secret}"));
        Assert.That(test.Peer.RequestsTo("/dav/id-1").Select(request => request.Header("Authorization")), Is.All.EqualTo("Bearer a-token-of-the-fake-peer").And.Not.Empty);
    }

    [Test]
    [Property("Requirement", "ACC-04")]
    [Property("Requirement", "ACC-05")]
    [Property("Requirement", "SHARE-11")]
    public async Task OpenAsync_SecretInOptionsAtInteroperableServer_OpensTheWebDavPathWithBasic()
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.Posture = OcmPosture.Interoperable });

        var opened = await OpenAsync(test, Legacy(test), "/dav");

        Assert.That(opened.Failure, Is.Null);
        Assert.That(
            test.Peer.RequestsTo("/dav").Select(request => request.Header("Authorization")),
            Is.All.EqualTo("Basic " + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(Secret + ":"))).And.Not.Empty);
        Assert.That(test.Peer.Requests.Select(request => request.TargetUri), Has.None.Contains(Secret));
    }

    [Test]
    [Property("Requirement", "ACC-05")]
    [Property("Requirement", "ACC-11")]
    [Property("Requirement", "SHARE-24"), Property("Forbidden", "SHARE-24")]
    public async Task Shares_SecretInOptionsAtStrictServer_Is501()
    {
        await using var test = await ServerAndPeer.StartAsync();

        var answer = await test.PostAsync("/ocm/shares", Legacy(test));

        Assert.That(answer.Status, Is.EqualTo(501), answer.Body);
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [TestCase("webdav")]
    [TestCase("multi")]
    [Property("Requirement", "ACC-05")]
    [Property("Requirement", "SHARE-13"), Property("Forbidden", "SHARE-13")]
    public async Task Shares_OfferWithoutASecret_IsDiscardedAsInvalid(string name)
    {
        await using var test = await ServerAndPeer.StartAsync();
        var share = test.Share();
        share["protocol"]!["name"] = name;
        share["protocol"]!["webdav"]!.AsObject().Remove("sharedSecret");

        var answer = await test.PostAsync("/ocm/shares", share);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.WrongFields, Is.EqualTo(new[] { "protocol.webdav.sharedSecret" }));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    private static JsonObject Legacy(ServerAndPeer test)
    {
        var share = test.Share();
        share["protocol"] = JsonNode.Parse($$$"""{"name":"webdav","options":{"sharedSecret":"{{{Secret}}}"}}""");
        return share;
    }

    private static async Task<OcmResult<RemoteEntry>> OpenAsync(ServerAndPeer test, JsonObject share, string path)
    {
        test.Peer.Answer(path, new FakePeerAnswer(
            207,
            System.Text.Encoding.UTF8.GetBytes($"""<?xml version="1.0"?><d:multistatus xmlns:d="DAV:"><d:response><d:href>{path}</d:href><d:propstat><d:prop><d:resourcetype/></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>"""),
            "application/xml"));
        Assert.That((await test.PostAsync("/ocm/shares", share)).Status, Is.EqualTo(201));
        var id = (await test.ReceivedAsync()).Single().Id;
        return await test.Server.WithAsync<IReceivedShares, OcmResult<RemoteEntry>>(async shares =>
        {
            await shares.AcceptAsync(id, "marie");
            var opened = await shares.OpenAsync(id, "marie");
            return opened.TryGetValue(out var resource, out var failure) ? await resource.StatAsync() : failure;
        });
    }
}
