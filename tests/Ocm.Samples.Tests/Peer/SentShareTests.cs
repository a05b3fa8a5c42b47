using System.Text.Json;

namespace Ocm.Samples.Tests.Peer;

internal sealed class SentShareTests
{
    [Test]
    public async Task Create_Folder_ArrivesWithEverythingThatWasSaid()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("docs/a.txt", "a");
        var ends = DateTimeOffset.FromUnixTimeSeconds(4_000_000_000);

        var sent = await pair.Alice.ShareAsync(201, "/docs/", pair.Bob.Address, body =>
        {
            body["permissions"] = PeerClient.List("read", "write");
            body["requirements"] = PeerClient.List("must-exchange-token");
            body["protocols"] = PeerClient.List("webdav");
            body["expiration"] = ends.ToUnixTimeSeconds();
            body["description"] = "for you";
            body["shareType"] = "user";
        });

        Assert.That(sent.GetProperty("status").GetString(), Is.EqualTo("sent"));
        Assert.That(sent.GetProperty("recipientDisplayName").GetString(), Is.EqualTo("Bob Brown"));
        var providerId = sent.GetProperty("providerId").GetString()!;
        var received = await pair.Bob.JsonAsync(200, "GET", $"/api/shares/received/{await pair.Bob.FindReceivedAsync(providerId)}");
        Assert.That(received.GetProperty("providerId").GetString(), Is.EqualTo(providerId));
        Assert.That(received.GetProperty("sender").GetString(), Is.EqualTo(pair.Alice.Address));
        Assert.That(received.GetProperty("owner").GetString(), Is.EqualTo(pair.Alice.Address));
        Assert.That(received.GetProperty("name").GetString(), Is.EqualTo("docs"));
        Assert.That(received.GetProperty("description").GetString(), Is.EqualTo("for you"));
        Assert.That(received.GetProperty("resourceType").GetString(), Is.EqualTo("folder"));
        Assert.That(Texts(received, "permissions"), Is.EqualTo(new[] { "read", "write" }));
        Assert.That(Texts(received, "requirements"), Is.EqualTo(new[] { "must-exchange-token" }));
        Assert.That(Texts(received, "protocols"), Is.EqualTo(new[] { "webdav" }));
        Assert.That(received.GetProperty("expiration").GetInt64(), Is.EqualTo(ends.ToUnixTimeSeconds()));
        Assert.That(received.GetProperty("status").GetString(), Is.EqualTo("pending"));
        var listed = (await pair.Alice.JsonAsync(200, "GET", "/api/shares/sent")).EnumerateArray().Single();
        Assert.That(listed.GetProperty("path").GetString(), Is.EqualTo("/docs"));
        Assert.That(listed.GetProperty("shareWith").GetString(), Is.EqualTo(pair.Bob.Address));
        Assert.That(listed.GetProperty("status").GetString(), Is.EqualTo("sent"));
    }

    [Test]
    public async Task Create_DateByIso8601_IsTaken()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");

        var sent = await pair.Alice.ShareAsync(201, "a.txt", pair.Bob.Address, body => body["expiration"] = "2096-10-02T07:06:40Z");

        var id = await pair.Bob.FindReceivedAsync(sent.GetProperty("providerId").GetString()!);
        var received = await pair.Bob.JsonAsync(200, "GET", $"/api/shares/received/{id}");
        Assert.That(received.GetProperty("expiration").GetInt64(), Is.EqualTo(4_000_000_000));
        Assert.That(received.GetProperty("resourceType").GetString(), Is.EqualTo("file"));
        Assert.That(Texts(received, "permissions"), Is.EqualTo(new[] { "read" }));
    }

    [Test]
    public async Task Create_RoCrate_TravelsInTheMessage()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("ro-crate-metadata.json", """{ "@context": "https://w3id.org/ro/crate/1.1/context" }""");
        await pair.Alice.WriteAsync("text.json", "[]");

        var sent = await pair.Alice.ShareAsync(201, "ro-crate-metadata.json", pair.Bob.Address, body => body["protocols"] = PeerClient.List("embedded"));
        var refused = await pair.Alice.ShareAsync(400, "text.json", pair.Bob.Address, body => body["protocols"] = PeerClient.List("embedded"));

        var id = await pair.Bob.FindReceivedAsync(sent.GetProperty("providerId").GetString()!);
        var received = await pair.Bob.JsonAsync(200, "GET", $"/api/shares/received/{id}");
        Assert.That(received.GetProperty("resourceType").GetString(), Is.EqualTo("ro-crate"));
        Assert.That(Texts(received, "protocols"), Is.EqualTo(new[] { "embedded" }));
        Assert.That(refused.GetProperty("message").GetString(), Does.Contain("RO-Crate"));
    }

    [Test]
    public async Task Create_Group_IsSeenByItsMembers()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "for the crew");
        var sent = await pair.Alice.ShareAsync(201, "a.txt", $"crew@{pair.B.PublicOrigin.Authority}", body => body["shareType"] = "group");
        var providerId = sent.GetProperty("providerId").GetString()!;

        var id = await pair.Dora.FindReceivedAsync(providerId);
        Assert.That(await pair.Bob.FindReceivedAsync(providerId), Is.EqualTo(id));
        await pair.Dora.JsonAsync(200, "POST", $"/api/shares/received/{id}/accept");

        Assert.That(await pair.Alice.SentStatusAsync(providerId), Is.EqualTo("accepted"));
        using var file = await pair.Bob.SendAsync("GET", $"/api/shares/received/{id}/files/");
        Assert.That(await file.Content.ReadAsStringAsync(), Is.EqualTo("for the crew"));
    }

    [TestCase("path", """{"shareWith":"bob@localhost"}""")]
    [TestCase("path", """{"path":"","shareWith":"bob@localhost"}""")]
    [TestCase("path", """{"path":"../a.txt","shareWith":"bob@localhost"}""")]
    [TestCase("path", """{"path":["a.txt"],"shareWith":"bob@localhost"}""")]
    [TestCase("shareWith", """{"path":"a.txt"}""")]
    [TestCase("shareWith", """{"path":"a.txt","shareWith":"bob"}""")]
    [TestCase("shareWith", """{"path":"a.txt","shareWith":5}""")]
    [TestCase("shareType", """{"path":"a.txt","shareWith":"bob@localhost","shareType":""}""")]
    [TestCase("permissions", """{"path":"a.txt","shareWith":"bob@localhost","permissions":["fly"]}""")]
    [TestCase("permissions", """{"path":"a.txt","shareWith":"bob@localhost","permissions":"read"}""")]
    [TestCase("requirements", """{"path":"a.txt","shareWith":"bob@localhost","requirements":["must-dance"]}""")]
    [TestCase("protocols", """{"path":"a.txt","shareWith":"bob@localhost","protocols":["carrier-pigeon"]}""")]
    [TestCase("expiration", """{"path":"a.txt","shareWith":"bob@localhost","expiration":"soon"}""")]
    [TestCase("expiration", """{"path":"a.txt","shareWith":"bob@localhost","expiration":-1}""")]
    [TestCase("expiration", """{"path":"a.txt","shareWith":"bob@localhost","expiration":1e300}""")]
    [TestCase("expiration", """{"path":"a.txt","shareWith":"bob@localhost","expiration":5}""", Description = "in the past")]
    [TestCase("JSON", "{")]
    [TestCase("JSON", "[]")]
    [TestCase("JSON", "null")]
    [TestCase("JSON", "")]
    [TestCase("JSON", """{"path":"a.txt","path":"b.txt","shareWith":"bob@localhost"}""")]
    [TestCase("JSON", """{"path":"\ud800","shareWith":"bob@localhost"}""")]
    public async Task Create_BadField_Is400AndNamesIt(string named, string body)
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");

        var error = await pair.Alice.TextAsync(400, "POST", "/api/shares", body);

        Assert.That(error.GetProperty("error").GetString(), Is.EqualTo("bad_request"));
        Assert.That(error.GetProperty("message").GetString(), Does.Contain(named));
        Assert.That((await pair.Alice.JsonAsync(200, "GET", "/api/shares/sent")).GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Create_OtherContentTypeOrLongBody_IsRefused()
    {
        await using var pair = await PeerPair.StartAsync();

        await pair.Alice.TextAsync(415, "POST", "/api/shares", "{}", "text/plain");
        await pair.Alice.TextAsync(413, "POST", "/api/shares", $$"""{"description":"{{new string('x', 100_000)}}"}""");
    }

    [Test]
    public async Task Create_NoSuchFile_Is404()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Carol.WriteAsync("hers.txt", "a");

        await pair.Alice.ShareAsync(404, "missing.txt", pair.Bob.Address);
        await pair.Alice.ShareAsync(404, "hers.txt", pair.Bob.Address);
    }

    [Test]
    public async Task Create_UnknownRecipient_Is502WithThePeersWords()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");

        var error = await pair.Alice.ShareAsync(502, "a.txt", $"nobody@{pair.B.PublicOrigin.Authority}");

        Assert.That(error.GetProperty("error").GetString(), Is.EqualTo("peer_refused"));
        Assert.That(error.GetProperty("peerStatus").GetInt32(), Is.EqualTo(400));
        Assert.That(error.GetProperty("peerError").GetString(), Does.Contain("shareWith"));
        Assert.That((await pair.Alice.JsonAsync(200, "GET", "/api/shares/sent")).EnumerateArray().Select(share => share.GetProperty("status").GetString()), Is.All.EqualTo("refused"));
    }

    [Test]
    public async Task Create_WhatTheReceiverDoesNotTake_Is409WithTheRule()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");

        var error = await pair.Alice.ShareAsync(409, "a.txt", pair.Bob.Address, body => body["shareType"] = "federation");

        Assert.That(error.GetProperty("error").GetString(), Is.EqualTo("not_supported"));
        Assert.That(error.GetProperty("message").GetString(), Does.Contain("SHARE-05"));
    }

    [Test]
    public async Task Create_ToOwnServer_Is400()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");

        await pair.Alice.ShareAsync(400, "a.txt", pair.Carol.Address);
    }

    [Test]
    [NonParallelizable] // The server of another test may get the port that has become free, and takes the share.
    public async Task Create_ServerAway_IsDeliveredLater()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");
        await pair.B.StopAsync();

        var sent = await pair.Alice.ShareAsync(201, "a.txt", pair.Bob.Address);

        Assert.That(sent.GetProperty("status").GetString(), Is.EqualTo("pending-delivery"));
        Assert.That(sent.GetProperty("recipientDisplayName").ValueKind, Is.EqualTo(JsonValueKind.Null));
        using var metrics = await pair.Alice.SendAsync("GET", "/metrics/ocm");
        Assert.That(await metrics.Content.ReadAsStringAsync(), Does.Contain("ocm_outbox_pending 1\n"));
    }

    [Test]
    public async Task Unshare_Accepted_EndsAccessAndTellsTheOtherSide()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");
        var id = await pair.ShareAsync("a.txt");
        var providerId = (await pair.Bob.JsonAsync(200, "GET", $"/api/shares/received/{id}")).GetProperty("providerId").GetString()!;

        await pair.Carol.JsonAsync(404, "DELETE", $"/api/shares/sent/{providerId}");
        await pair.Alice.JsonAsync(204, "DELETE", $"/api/shares/sent/{providerId}");
        await pair.Alice.JsonAsync(204, "DELETE", $"/api/shares/sent/{providerId}");

        Assert.That(await pair.Alice.SentStatusAsync(providerId), Is.EqualTo("unshared"));
        Assert.That(await pair.Bob.ReceivedStatusAsync(id), Is.EqualTo("unshared"));
        await pair.Bob.JsonAsync(404, "GET", $"/api/shares/received/{id}/files/");
        await pair.Bob.JsonAsync(409, "POST", $"/api/shares/received/{id}/accept");
        await pair.Alice.JsonAsync(404, "DELETE", "/api/shares/sent/nothing");
    }

    private static IEnumerable<string?> Texts(JsonElement share, string list) =>
        share.GetProperty(list).EnumerateArray().Select(value => value.GetString());
}
