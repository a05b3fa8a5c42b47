using System.Net;
using System.Text.Json;

namespace Ocm.Samples.Tests.Peer;

/// <summary>What the settings mean to other servers.</summary>
internal sealed class FederationSettingsTests
{
    [Test]
    public async Task Discover_OtherServer_TellsWhatItSaysOfItself()
    {
        await using var pair = await PeerPair.StartAsync();

        var found = await pair.Bob.JsonAsync(200, "GET", $"/api/discover?server={pair.A.PublicOrigin.Authority}");

        Assert.That(found.GetProperty("server").GetString(), Is.EqualTo(pair.A.PublicOrigin.Authority));
        Assert.That(found.GetProperty("endPoint").GetString(), Does.StartWith(pair.A.PublicOrigin.AbsoluteUri));
        var document = found.GetProperty("document");
        Assert.That(document.GetProperty("provider").GetString(), Is.EqualTo("Ocm.Samples.Peer"));
        var types = document.GetProperty("resourceTypes").EnumerateArray().ToDictionary(type => type.GetProperty("name").GetString()!, StringComparer.Ordinal);
        Assert.That(types.Keys, Is.EquivalentTo(new[] { "file", "folder", "ro-crate" }));
        foreach (var name in new[] { "file", "folder" })
        {
            var protocols = types[name].GetProperty("protocols").EnumerateObject().Select(protocol => protocol.Name);
            Assert.That(protocols, Is.EquivalentTo(new[] { "webdav", "webdav-receive", "webapp", "webapp-receive", "ssh-receive", "embedded-receive" }));
            Assert.That(types[name].GetProperty("shareTypes").EnumerateArray().Select(type => type.GetString()), Is.EquivalentTo(new[] { "user", "group" }));
        }
    }

    [Test]
    public async Task Discover_NoServerOrNoName_SaysWhy()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.A.StopAsync();

        var away = await pair.Bob.JsonAsync(502, "GET", $"/api/discover?server={pair.A.PublicOrigin.Authority}");
        var nonsense = await pair.Bob.JsonAsync(400, "GET", "/api/discover?server=//");
        await pair.Bob.JsonAsync(400, "GET", "/api/discover");

        Assert.That(away.GetProperty("error").GetString(), Is.EqualTo("peer_unreachable"));
        Assert.That(nonsense.GetProperty("message").GetString(), Does.Contain("server"));
    }

    [Test]
    public async Task DenyList_Server_IsRefusedInBothDirections()
    {
        await using var pair = await PeerPair.StartAsync(ofB: new PeerSettings { Criteria = ["must-use-http-sig", "denylist"], DenyList = ["localhost"] });
        await pair.Alice.WriteAsync("a.txt", "a");
        await pair.Bob.WriteAsync("b.txt", "b");

        var incoming = await pair.Alice.ShareAsync(502, "a.txt", pair.Bob.Address);
        var outgoing = await pair.Bob.ShareAsync(409, "b.txt", pair.Alice.Address);

        Assert.That(incoming.GetProperty("peerStatus").GetInt32(), Is.EqualTo(403));
        Assert.That(outgoing.GetProperty("error").GetString(), Is.EqualTo("blocked"));
        Assert.That(outgoing.GetProperty("message").GetString(), Does.Contain("denylist"));
    }

    [Test]
    public async Task AllowList_ServerNotOnIt_IsRefused()
    {
        await using var pair = await PeerPair.StartAsync(ofB: new PeerSettings { Criteria = ["must-use-http-sig", "allowlist"], AllowList = ["cloud.example.org"] });
        await pair.Alice.WriteAsync("a.txt", "a");

        var refused = await pair.Alice.ShareAsync(502, "a.txt", pair.Bob.Address);

        Assert.That(refused.GetProperty("peerStatus").GetInt32(), Is.EqualTo(403));
    }

    [Test]
    public async Task MustInvite_Listed_OnlyContactsMayShare()
    {
        await using var pair = await PeerPair.StartAsync(ofB: new PeerSettings { Criteria = ["must-use-http-sig", "must-invite", "must-exchange-token"] });
        await pair.Alice.WriteAsync("a.txt", "a");

        var stranger = await pair.Alice.ShareAsync(502, "a.txt", pair.Bob.Address);
        await pair.IntroduceAsync();
        await pair.Alice.ShareAsync(201, "a.txt", pair.Bob.Address);

        Assert.That(stranger.GetProperty("peerStatus").GetInt32(), Is.EqualTo(403));
        using var document = JsonDocument.Parse(await pair.Bob.Http.GetStringAsync("/.well-known/ocm"));
        Assert.That(
            document.RootElement.GetProperty("criteria").EnumerateArray().Select(criterion => criterion.GetString()),
            Is.EquivalentTo(new[] { "must-use-http-sig", "must-invite", "must-exchange-token" }));
    }

    [TestCase("ES256")]
    [TestCase("RS256")]
    [TestCase("PS256")]
    public async Task SignatureAlgorithm_Other_IsUsedAndUnderstood(string algorithm)
    {
        await using var pair = await PeerPair.StartAsync(ofA: new PeerSettings { SignatureAlgorithm = algorithm });
        await pair.Alice.WriteAsync("a.txt", "a");

        await pair.Alice.ShareAsync(201, "a.txt", pair.Bob.Address);

        Assert.That(await pair.Alice.Http.GetStringAsync("/ocm/jwks"), Does.Contain($"\"alg\":\"{algorithm}\""));
    }

    [Test]
    public async Task RateLimit_Exceeded_Is429ForTheFederationOnly()
    {
        await using var pair = await PeerPair.StartAsync(ofA: new PeerSettings { RateLimit = 3 });
        for (var i = 0; i < 3; i++)
        {
            using var allowed = await pair.Alice.SendAsync("GET", "/.well-known/ocm");
            Assert.That(allowed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        using var refused = await pair.Alice.SendAsync("GET", "/.well-known/ocm");

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(refused.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("too_many_requests"));
        await pair.Alice.JsonAsync(200, "GET", "/api/me");
    }

    [Test]
    public async Task Metrics_AfterAShare_CountIt()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");
        await pair.ShareAsync("a.txt");

        using var answer = await pair.Bob.SendAsync("GET", "/metrics/ocm");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.That(answer.Content.Headers.ContentType?.ToString(), Does.StartWith("text/plain; version=0.0.4"));
        Assert.That(text, Does.Contain("""ocm_server_requests_total{endpoint="shares",outcome="ok",status="201"} 1"""));
        Assert.That(text, Does.Contain("""ocm_server_deliveries_total{kind="Notification",outcome="delivered"} 1"""));
        Assert.That(text, Does.Contain("ocm_outbox_pending 0\n"));
    }

    [Test]
    public async Task SharedFiles_NoOrWrongToken_Is401()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");
        var id = await pair.ShareAsync("a.txt");
        var providerId = (await pair.Bob.JsonAsync(200, "GET", $"/api/shares/received/{id}")).GetProperty("providerId").GetString();
        using var http = new HttpClient { BaseAddress = pair.A.PublicOrigin };
        foreach (var authorization in new[] { null, "Bearer wrong", "Basic YWxpY2U6c2VjcmV0" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/dav/ocm/{providerId}");
            request.Headers.TryAddWithoutValidation("Authorization", authorization);

            using var answer = await http.SendAsync(request);

            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), authorization);
            Assert.That(answer.Headers.WwwAuthenticate.ToString(), Does.StartWith("Bearer"));
        }
    }
}
