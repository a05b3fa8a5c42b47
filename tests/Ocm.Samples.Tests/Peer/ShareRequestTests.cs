using System.Text.Json.Nodes;
using Ocm.Samples.Peer.Configuration;

namespace Ocm.Samples.Tests.Peer;

internal sealed class ShareRequestTests
{
    [Test]
    public async Task Grant_Request_BecomesAShare()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.IntroduceAsync();
        await pair.Alice.WriteAsync("plans/roadmap.txt", "everything");

        await pair.Bob.JsonAsync(201, "POST", "/api/share-requests", Ask(pair.Alice, "plans/roadmap.txt"));
        var request = (await pair.Alice.JsonAsync(200, "GET", "/api/share-requests")).EnumerateArray().Single();
        Assert.That(request.GetProperty("shareWith").GetString(), Is.EqualTo(pair.Bob.Address));
        Assert.That(request.GetProperty("path").GetString(), Is.EqualTo("/plans/roadmap.txt"));
        Assert.That(request.GetProperty("status").GetString(), Is.EqualTo("pending"));
        var grant = $"/api/share-requests/{request.GetProperty("id").GetString()}/grant";
        await pair.Carol.JsonAsync(404, "POST", grant);
        await pair.Alice.TextAsync(400, "POST", grant, """{"permissions":["fly"]}""");
        var granted = await pair.Alice.JsonAsync(201, "POST", grant, new JsonObject { ["permissions"] = PeerClient.List("read", "write"), ["description"] = "as you wished" });
        await pair.Alice.JsonAsync(404, "POST", grant);

        var id = await pair.Bob.FindReceivedAsync(granted.GetProperty("providerId").GetString()!);
        var received = await pair.Bob.JsonAsync(200, "GET", $"/api/shares/received/{id}");
        Assert.That(received.GetProperty("name").GetString(), Is.EqualTo("roadmap.txt"));
        Assert.That(received.GetProperty("permissions").GetArrayLength(), Is.EqualTo(2));
        Assert.That(received.GetProperty("description").GetString(), Is.EqualTo("as you wished"));
        var after = (await pair.Alice.JsonAsync(200, "GET", "/api/share-requests")).EnumerateArray().Single();
        Assert.That(after.GetProperty("status").GetString(), Is.EqualTo("granted"));
        Assert.That(after.GetProperty("providerId").GetString(), Is.EqualTo(granted.GetProperty("providerId").GetString()));
    }

    [Test]
    public async Task Grant_FileGoneMeanwhile_StaysPending()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.IntroduceAsync();
        await pair.Alice.WriteAsync("a.txt", "a");
        await pair.Bob.JsonAsync(201, "POST", "/api/share-requests", Ask(pair.Alice, "a.txt"));
        var id = (await pair.Alice.JsonAsync(200, "GET", "/api/share-requests")).EnumerateArray().Single().GetProperty("id").GetString();
        using (await pair.Alice.SendAsync("DELETE", "/files/a.txt"))
        {
        }

        await pair.Alice.JsonAsync(404, "POST", $"/api/share-requests/{id}/grant");
        await pair.Alice.WriteAsync("a.txt", "back again");
        await pair.Alice.JsonAsync(201, "POST", $"/api/share-requests/{id}/grant");
    }

    [Test]
    public async Task Dismiss_Request_IsNotToldToTheOtherSide()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.IntroduceAsync();
        await pair.Alice.WriteAsync("a.txt", "a");
        await pair.Bob.JsonAsync(201, "POST", "/api/share-requests", Ask(pair.Alice, $"{pair.A.PublicOrigin}files/a.txt"));
        var id = (await pair.Alice.JsonAsync(200, "GET", "/api/share-requests")).EnumerateArray().Single().GetProperty("id").GetString();

        await pair.Carol.JsonAsync(404, "POST", $"/api/share-requests/{id}/dismiss");
        await pair.Alice.JsonAsync(204, "POST", $"/api/share-requests/{id}/dismiss");
        await pair.Alice.JsonAsync(404, "POST", $"/api/share-requests/{id}/grant");

        Assert.That((await pair.Bob.JsonAsync(200, "GET", "/api/shares/received")).GetArrayLength(), Is.Zero);
    }

    [TestCase("a.txt", false, 404, Description = "a stranger is told nothing")]
    [TestCase("missing.txt", false, 404)]
    [TestCase("missing.txt", true, 404)]
    [TestCase("../alice/a.txt", true, 404)]
    [TestCase("/", true, 404, Description = "everything")]
    [TestCase("https://elsewhere.example/files/a.txt", true, 404)]
    public async Task Ask_WhatMayNotBeKnown_LooksLikeMissing(string share, bool isContact, int peerStatus)
    {
        await using var pair = await PeerPair.StartAsync();
        if (isContact)
        {
            await pair.IntroduceAsync();
        }

        await pair.Alice.WriteAsync("a.txt", "a");

        var error = await pair.Bob.JsonAsync(502, "POST", "/api/share-requests", Ask(pair.Alice, share));

        Assert.That(error.GetProperty("peerStatus").GetInt32(), Is.EqualTo(peerStatus));
        Assert.That((await pair.Alice.JsonAsync(200, "GET", "/api/share-requests")).GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Ask_AnybodyMay_StrangersToo()
    {
        await using var pair = await PeerPair.StartAsync(ofA: new PeerSettings { ShareRequests = PeerShareRequests.Anybody });
        await pair.Alice.WriteAsync("a.txt", "a");

        await pair.Bob.JsonAsync(201, "POST", "/api/share-requests", Ask(pair.Alice, "/a.txt"));

        Assert.That((await pair.Alice.JsonAsync(200, "GET", "/api/share-requests")).GetArrayLength(), Is.EqualTo(1));
    }

    [TestCase("""{"share":"a"}""")]
    [TestCase("""{"owner":"alice","share":"a"}""")]
    [TestCase("""{"owner":"alice@localhost"}""")]
    [TestCase("""{"owner":"alice@localhost","share":""}""")]
    [TestCase("""{"owner":"alice@localhost","share":{}}""")]
    public async Task Ask_BadBody_Is400(string body)
    {
        await using var pair = await PeerPair.StartAsync();

        await pair.Bob.TextAsync(400, "POST", "/api/share-requests", body);
    }

    private static JsonObject Ask(PeerClient owner, string share) => new() { ["owner"] = owner.Address, ["share"] = share };
}
