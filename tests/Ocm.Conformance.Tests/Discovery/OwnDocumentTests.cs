using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Client.Http;
using Ocm.Conformance.Rig;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Discovery;

/// <summary>The server's own document on the wire: cached by others, switched off, over TLS only.</summary>
internal sealed class OwnDocumentTests
{
    private static readonly OcmTestServerSettings AtAnotherPath = new() { Options = options => options.BasePath = "/federation/api" };

    [TestCase("/.well-known/ocm")]
    [TestCase("/ocm/jwks")]
    [Property("Requirement", "DISC-01")]
    [Property("Requirement", "SIG-01")]
    public async Task Get_Document_MayBeCachedAndAskedForByItsETag(string path)
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.DiscoveryMaxAge = TimeSpan.FromMinutes(7) });

        var first = await test.GetAsync(path);
        var again = await test.GetAsync(path, request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));
        var weak = await test.GetAsync(path, request => request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(first.Headers.ETag!.Tag, isWeak: true)));
        var other = await test.GetAsync(path, request => request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"another\"")));

        Assert.That(first.Headers.CacheControl!.ToString(), Is.EqualTo("public, max-age=420"));
        Assert.That((again.Status, again.Body), Is.EqualTo((304, string.Empty)));
        Assert.That(weak.Status, Is.EqualTo(304), "If-None-Match compares weakly (RFC 9110, Section 13.1.2)");
        Assert.That((other.Status, other.Body), Is.EqualTo((200, first.Body)));
    }

    [TestCase("/ocm/shares")]
    [TestCase("/ocm/notifications")]
    [TestCase("/ocm/invite-accepted")]
    [TestCase("/ocm/request-share")]
    [TestCase("/ocm/token")]
    [Property("Requirement", "DISC-19"), Property("Forbidden", "DISC-19")]
    public async Task Post_OcmIsSwitchedOff_Is503WithRetryAfterAndDiscoverySaysSo(string path)
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.Enabled = false });

        var answer = await test.PostAsync(path, test.Share());
        var discovery = await test.GetAsync("/.well-known/ocm");

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
        Assert.That((discovery.Status, discovery.Json.GetProperty("enabled").GetBoolean()), Is.EqualTo((200, false)));
        Assert.That(test.Peer.Requests, Is.Empty, "a server that is switched off asks nobody for keys");
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [Test]
    [Property("Requirement", "DISC-18")]
    public async Task Shares_BelowTheEndPointOfTheDocument_AreTaken()
    {
        await using var test = await ServerAndPeer.StartAsync(AtAnotherPath);
        var endPoint = new Uri((await test.GetAsync("/.well-known/ocm")).Json.GetProperty("endPoint").GetString()!);

        var answer = await test.PostAsync($"{endPoint.AbsolutePath}/shares", test.Share());

        Assert.That(endPoint.AbsolutePath, Is.EqualTo("/federation/api"));
        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That(await test.ReceivedAsync(), Has.Count.EqualTo(1));
    }

    [TestCase("/ocm/shares")]
    [TestCase("/shares")]
    [TestCase("/federation/api")]
    [Property("Requirement", "DISC-18"), Property("Forbidden", "DISC-18")]
    public async Task Shares_BesideTheEndPointOfTheDocument_AreNotTaken(string path)
    {
        await using var test = await ServerAndPeer.StartAsync(AtAnotherPath);

        var answer = await test.PostAsync(path, test.Share());

        Assert.That(answer.Status, Is.EqualTo(404));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [Test]
    [Property("Requirement", "SHARE-34")]
    [Property("Requirement", "TOK-06"), Property("Forbidden", "TOK-06")]
    [Property("Requirement", "DISC-15")]
    public void Start_PlainHttpOutsideOfTests_DoesNotStart() => Assert.That(
        async () => await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().Services.Configure<OcmHttpOptions>(http => http.AllowHttp = false),
        }),
        Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("https"));

    [Test]
    [Property("Requirement", "SHARE-34")]
    [Property("Requirement", "SHARE-01")]
    public async Task CreateAsync_ReceiverOverPlainHttp_IsRefusedWithoutTheTestSwitch()
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.PublicOrigin = new Uri("https://cloud.example.org"),
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().Services.Configure<OcmHttpOptions>(http => http.AllowHttp = false),
        });

        var preview = await test.PreviewAsync();

        Assert.That(preview.Failure, Is.Not.Null);
        Assert.That(test.Peer.Requests, Is.Empty);
    }
}
