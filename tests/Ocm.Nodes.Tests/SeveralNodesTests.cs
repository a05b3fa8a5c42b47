using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ocm.Testing.Peers;

namespace Ocm.Nodes.Tests;

/// <summary>Three processes on one database look like one server.</summary>
[Category("Postgres")]
internal sealed class SeveralNodesTests
{
    private readonly HttpClient _http = new();
    private NodeCluster _cluster = null!;
    private OtherServer _other = null!;
    private FakePeer _peer = null!;

    private string AlicesAddress => $"alice@{_cluster.Origin.Authority}";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _cluster = await NodeCluster.StartAsync();
        _other = await OtherServer.StartAsync();
        _peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        if (_cluster is not null)
        {
            await _peer.DisposeAsync();
            await _other.DisposeAsync();
            await _cluster.DisposeAsync();
        }
    }

    [Test]
    public async Task Start_ThreeAtOnceOnAnEmptyDatabase_OneSchemaOneProtectionKeyOneSigningKey()
    {
        var published = await Task.WhenAll(_cluster.Nodes.Select(node => _http.GetStringAsync(new Uri(node.Address, "/ocm/jwks"))));

        Assert.That(published.Distinct().Count(), Is.EqualTo(1));
        Assert.That(JsonElement.Parse(published[0]).GetProperty("keys").GetArrayLength(), Is.EqualTo(1));
        Assert.That(await _cluster.QueryAsync("SELECT version FROM ocm_schema"), Is.Unique);
        Assert.That(await _cluster.QueryAsync("SELECT name FROM ocm_data_protection_keys"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Share_CreatedOnOneNode_IsReadAndEndedThroughTheOthers()
    {
        using var alice = _cluster.UserAt(0, "alice");
        using var aliceElsewhere = _cluster.UserAt(1, "alice");
        await alice.WriteAsync("out.txt", "from alice");
        var providerId = await alice.ShareAsync("out.txt", _other.BobsAddress);
        var id = (await _other.Bob.ReceivedAsync(providerId)).GetProperty("id").GetString();

        // The proxy sends the acceptance, the token exchange and each read to another node.
        await _other.Bob.JsonAsync(200, "POST", $"/api/shares/received/{id}/accept");
        for (var i = 0; i < 6; i++)
        {
            Assert.That((await _other.Bob.SendAsync("GET", $"/api/shares/received/{id}/files/")).Text, Is.EqualTo("from alice"));
        }

        Assert.That(await StatusAsync(aliceElsewhere, providerId), Is.EqualTo("accepted"));
        await aliceElsewhere.JsonAsync(204, "DELETE", $"/api/shares/sent/{providerId}");
        for (var i = 0; i < 3; i++)
        {
            Assert.That((await _other.Bob.SendAsync("GET", $"/api/shares/received/{id}/files/")).Status, Is.GreaterThanOrEqualTo(400));
        }

        Assert.That((await _other.Bob.ReceivedAsync(providerId)).GetProperty("status").GetString(), Is.EqualTo("unshared"));
    }

    [Test]
    public async Task Share_ReceivedOnOneNode_IsAcceptedAndReadThroughTheOthers()
    {
        await _other.Bob.WriteAsync("in.txt", "from bob");
        var providerId = await _other.Bob.ShareAsync("in.txt", AlicesAddress);
        using var first = _cluster.UserAt(0, "alice");
        using var second = _cluster.UserAt(1, "alice");
        using var third = _cluster.UserAt(2, "alice");

        var id = (await first.ReceivedAsync(providerId)).GetProperty("id").GetString();
        await second.JsonAsync(200, "POST", $"/api/shares/received/{id}/accept");

        // The secret in the share was encrypted by the node that received it; each node decrypts it.
        foreach (var node in new[] { first, second, third })
        {
            Assert.That((await node.SendAsync("GET", $"/api/shares/received/{id}/files/")).Text, Is.EqualTo("from bob"));
        }

        Assert.That(await StatusAsync(_other.Bob, providerId), Is.EqualTo("accepted"));
        await third.JsonAsync(204, "DELETE", $"/api/shares/received/{id}");
        Assert.That((await first.ReceivedAsync(providerId)).GetProperty("status").GetString(), Is.EqualTo("declined"));
    }

    [Test]
    [Property("Requirement", "SIG-21")]
    public async Task Signature_AcceptedOnOneNode_IsRefusedOnTheOthers()
    {
        var signed = await SignAsync("/ocm/shares", ShareJson("replayed"));

        Assert.That(await PostAsync(0, signed), Is.EqualTo(201));
        Assert.That(await PostAsync(1, signed), Is.EqualTo(401));
        Assert.That(await PostAsync(2, signed), Is.EqualTo(401));
    }

    [Test]
    public async Task Signature_SentToAllNodesAtOnce_IsAcceptedByOne()
    {
        for (var round = 0; round < 10; round++)
        {
            var signed = await SignAsync("/ocm/shares", ShareJson($"raced-{round}"));

            var statuses = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => PostAsync(i % 3, signed)));

            Assert.That(statuses.Order(), Is.EqualTo(new[] { 201, 401, 401, 401, 401, 401 }));
        }
    }

    [Test]
    public async Task Token_IssuedOnOneNode_IsCheckedOnTheOthersAndEndsWithTheShare()
    {
        using var alice = _cluster.UserAt(2, "alice");
        await alice.WriteAsync("token.txt", "for the token");
        var providerId = await alice.ShareAsync("token.txt", $"eve@{_peer.Host}");
        var share = _peer.RequestsTo("/ocm/shares").Select(request => JsonElement.Parse(request.Body.Span)).Single(json => json.GetProperty("providerId").GetString() == providerId);
        var webdav = share.GetProperty("protocol").GetProperty("webdav");
        var form = $"grant_type=authorization_code&client_id={Uri.EscapeDataString(_peer.Host.ToString())}&code={webdav.GetProperty("sharedSecret").GetString()}";

        var answer = await ExchangeAsync(0, form);
        var token = answer.GetProperty("access_token").GetString()!;
        var path = new Uri(webdav.GetProperty("uri").GetString()!).AbsolutePath;
        for (var node = 0; node < 3; node++)
        {
            Assert.That(await GetAsync(node, path, token), Is.EqualTo((200, "for the token")));
        }

        await alice.JsonAsync(204, "DELETE", $"/api/shares/sent/{providerId}");
        for (var node = 0; node < 3; node++)
        {
            Assert.That((await GetAsync(node, path, token)).Status, Is.EqualTo(401));
            Assert.That((await ExchangeAsync(node, form)).GetProperty("error").GetString(), Is.EqualTo("invalid_grant"));
        }
    }

    [Test]
    [Property("Requirement", "INV-01")]
    public async Task Invite_RacedAcrossNodes_HasOneWinner()
    {
        using var alice = _cluster.UserAt(0, "carol");
        for (var round = 0; round < 5; round++)
        {
            var token = (await alice.JsonAsync(201, "POST", "/api/invites")).GetProperty("token").GetString();

            var racers = Enumerable.Range(0, 9).Select(async number =>
            {
                var body = new JsonObject
                {
                    ["recipientProvider"] = _peer.Host.ToString(),
                    ["token"] = token,
                    ["userID"] = $"racer-{round}-{number}",
                    ["email"] = "racer@example.org",
                    ["name"] = "Racer",
                };
                return await PostAsync(number % 3, await SignAsync("/ocm/invite-accepted", body.ToJsonString()));
            });
            var statuses = await Task.WhenAll(racers);

            Assert.That(statuses.Count(status => status == 200), Is.EqualTo(1), string.Join(' ', statuses));
            Assert.That(statuses.Count(status => status == 409), Is.EqualTo(8), string.Join(' ', statuses));
        }

        Assert.That((await alice.JsonAsync(200, "GET", "/api/contacts")).GetArrayLength(), Is.EqualTo(5), "one contact for each invite");
    }

    private static async Task<string?> StatusAsync(UserClient user, string providerId) =>
        (await user.JsonAsync(200, "GET", "/api/shares/sent")).EnumerateArray()
            .Single(share => share.GetProperty("providerId").GetString() == providerId).GetProperty("status").GetString();

    private string ShareJson(string providerId) => ForeignShare.Json(_cluster.Origin, _peer, providerId);

    private async Task<SignedPost> SignAsync(string path, string body, string contentType = "application/json")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = await _peer.CreateSignedPostAsync(new Uri(_cluster.Origin, path), bytes, contentType);
        return new SignedPost(path, bytes, [.. request.Headers.Concat(request.Content!.Headers).Select(header => KeyValuePair.Create(header.Key, header.Value.Single()))]);
    }

    // Past the proxy, with the host that the proxy would hand on.
    private HttpRequestMessage ToNode(int node, HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(_cluster.Nodes[node].Address, path));
        request.Headers.Host = _cluster.Origin.Authority;
        return request;
    }

    private async Task<int> PostAsync(int node, SignedPost signed)
    {
        using var answer = await SendAsync(node, signed);
        return (int)answer.StatusCode;
    }

    private async Task<JsonElement> ExchangeAsync(int node, string form)
    {
        using var answer = await SendAsync(node, await SignAsync("/ocm/token", form, "application/x-www-form-urlencoded"));
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> SendAsync(int node, SignedPost signed)
    {
        using var request = ToNode(node, HttpMethod.Post, signed.Path);
        request.Content = new ByteArrayContent(signed.Body);
        foreach (var (name, value) in signed.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await _http.SendAsync(request);
    }

    private async Task<(int Status, string Text)> GetAsync(int node, string path, string token)
    {
        using var request = ToNode(node, HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private sealed record SignedPost(string Path, byte[] Body, IReadOnlyList<KeyValuePair<string, string>> Headers);
}
