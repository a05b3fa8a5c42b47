using System.Net;
using System.Text.Json;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.Discovery;

/// <summary>What older servers look for, and that nobody finds it in Strict.</summary>
internal sealed class LegacyDiscoveryTests
{
    private static readonly string[] OlderPaths = ["/ocm-provider", "/ocm-provider/", "/.well-known/jwks.json"];

    [TestCase("/ocm-provider", null, "1.3.0")]
    [TestCase("/ocm-provider/", null, "1.3.0")]
    [TestCase("/ocm-provider/", "Nextcloud Server Crawler", "1.1")]
    [TestCase("/ocm-provider", "Nextcloud Server Crawler", "1.1")]
    [TestCase("/ocm-provider/", "Nextcloud Server Crawler/1.0", "1.3.0")]
    [TestCase("/.well-known/ocm", "Nextcloud Server Crawler", "1.4.0")]
    public async Task ApiVersion_ByPathAndAgent_IsTheOneThatIsExpected(string path, string? agent, string version)
    {
        await using var test = await StartAsync(OcmPosture.Interoperable);

        var answer = await GetAsync(test, path, agent);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Json.GetProperty("apiVersion").GetString(), Is.EqualTo(version));
    }

    [Test]
    public async Task OcmProvider_Interoperable_HasStringsOnlyAndOlderNames()
    {
        await using var test = await StartAsync(OcmPosture.Interoperable);

        var full = (await GetAsync(test, "/.well-known/ocm")).Json;
        var older = await GetAsync(test, "/ocm-provider");

        var protocols = older.Json.GetProperty("resourceTypes").EnumerateArray().SelectMany(entry => entry.GetProperty("protocols").EnumerateObject()).ToList();
        Assert.That(protocols.Select(protocol => protocol.Value.ValueKind), Is.All.EqualTo(JsonValueKind.String));
        Assert.That(protocols.Select(protocol => protocol.Value.GetString()), Has.Member("/dav/ocm/"));
        Assert.That(
            full.GetProperty("resourceTypes").EnumerateArray().SelectMany(entry => entry.GetProperty("protocols").EnumerateObject()).Select(protocol => protocol.Name),
            Has.Member("webdav-receive"));
        var capabilities = older.Json.GetProperty("capabilities").EnumerateArray().Select(item => item.GetString()!).ToList();
        Assert.That(full.GetProperty("capabilities").EnumerateArray().Select(item => item.GetString()), Is.SubsetOf(capabilities));
        Assert.That(capabilities, Is.SupersetOf(new[] { "/notifications", "/invite-accepted", "webdav-uri" }));
        Assert.That(capabilities, Has.No.Member("/shares"), "that is how Nextcloud is recognised");
        Assert.That(older.Json.GetProperty("endPoint").GetString(), Is.EqualTo(full.GetProperty("endPoint").GetString()));
        Assert.That(older.Headers.Vary, Has.Member("User-Agent"));
    }

    [Test]
    public async Task OcmProvider_SecondRequest_IsNotModified()
    {
        await using var test = await StartAsync(OcmPosture.Interoperable);
        var first = await GetAsync(test, "/ocm-provider");

        var second = await test.GetAsync("/ocm-provider", change: request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));

        Assert.That(second.Status, Is.EqualTo(304));
    }

    [Test]
    public async Task WellKnown_NamedAgent_GetsStringsOnly()
    {
        await using var test = await StartAsync(OcmPosture.Interoperable, options => options.StringOnlyDiscoveryAgents.Add("Go-http-client/1.1"));

        Assert.That((await GetAsync(test, "/.well-known/ocm", "Go-http-client/1.1")).Body, Does.Not.Contain("webdav-receive"));
        Assert.That((await GetAsync(test, "/.well-known/ocm", "Go-http-client/2.0")).Body, Does.Contain("webdav-receive"));
    }

    [Test]
    public async Task JsonWebKeys_Interoperable_AreAtTheOldPlaceToo()
    {
        await using var test = await StartAsync(OcmPosture.Interoperable);
        var uri = (await GetAsync(test, "/.well-known/ocm")).Json.GetProperty("jwksUri").GetString()!;

        Assert.That((await GetAsync(test, "/.well-known/jwks.json")).Body, Is.EqualTo((await GetAsync(test, new Uri(uri).AbsolutePath)).Body));
    }

    [TestCase("/ocs-provider/")]
    [TestCase("/ocs/v2.php/cloud/shares/17/accept?format=json")]
    [TestCase("/ocs/v1.php/cloud/shares")]
    [TestCase("/index.php/apps/files_sharing/shareinfo")]
    [TestCase("/status.php")]
    public async Task OcsPath_Interoperable_Is404WithJson(string path)
    {
        await using var test = await StartAsync(OcmPosture.Interoperable);

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            using var request = new HttpRequestMessage(method, test.Uri(path));
            var answer = await test.SendAsync(request);

            Assert.That(answer.Status, Is.EqualTo((int)HttpStatusCode.NotFound));
            Assert.That(answer.Json.ValueKind, Is.EqualTo(JsonValueKind.Object));
        }
    }

    [TestCaseSource(nameof(OlderPaths))]
    public async Task OlderPath_Strict_Is404(string path)
    {
        await using var test = await StartAsync(OcmPosture.Strict);

        Assert.That((await GetAsync(test, path)).Status, Is.EqualTo(404));
    }

    private static Task<PeerAndServer> StartAsync(OcmPosture posture, Action<OcmServerOptions>? configure = null) => PeerAndServer.StartAsync(new OcmTestServerSettings
    {
        Options = options =>
        {
            options.Posture = posture;
            configure?.Invoke(options);
        },
    });

    private static Task<PeerAndServer.Answer> GetAsync(PeerAndServer test, string path, string? agent = null) =>
        test.GetAsync(path, change: request =>
        {
            if (agent is not null)
            {
                request.Headers.TryAddWithoutValidation("User-Agent", agent);
            }
        });
}
