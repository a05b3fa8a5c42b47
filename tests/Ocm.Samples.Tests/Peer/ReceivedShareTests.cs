namespace Ocm.Samples.Tests.Peer;

internal sealed class ReceivedShareTests
{
    [Test]
    public async Task List_SeveralShares_NewestFirstAndOnlyOwn()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("1.txt", "1");
        await pair.Alice.WriteAsync("2.txt", "2");
        await pair.ShareAsync("1.txt", accept: false);
        await pair.ShareAsync("2.txt", accept: false);

        var all = (await pair.Bob.JsonAsync(200, "GET", "/api/shares/received")).EnumerateArray().ToList();
        var first = (await pair.Bob.JsonAsync(200, "GET", "/api/shares/received?limit=1")).EnumerateArray().Single();
        var second = (await pair.Bob.JsonAsync(200, "GET", $"/api/shares/received?after={first.GetProperty("id").GetString()}")).EnumerateArray().Single();

        Assert.That(all.Select(share => share.GetProperty("name").GetString()), Is.EqualTo(new[] { "2.txt", "1.txt" }));
        Assert.That(first.GetProperty("name").GetString(), Is.EqualTo("2.txt"));
        Assert.That(second.GetProperty("name").GetString(), Is.EqualTo("1.txt"));
        Assert.That((await pair.Dora.JsonAsync(200, "GET", "/api/shares/received")).GetArrayLength(), Is.Zero);
        await pair.Dora.JsonAsync(404, "GET", $"/api/shares/received/{first.GetProperty("id").GetString()}");
    }

    [Test]
    public async Task Accept_Pending_IsSeenByTheSender()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");
        var id = await pair.ShareAsync("a.txt", accept: false);

        await pair.Dora.JsonAsync(404, "POST", $"/api/shares/received/{id}/accept");
        var accepted = await pair.Bob.JsonAsync(200, "POST", $"/api/shares/received/{id}/accept");
        await pair.Bob.JsonAsync(200, "POST", $"/api/shares/received/{id}/accept");

        Assert.That(accepted.GetProperty("status").GetString(), Is.EqualTo("accepted"));
        Assert.That(await pair.Alice.SentStatusAsync(accepted.GetProperty("providerId").GetString()!), Is.EqualTo("accepted"));
    }

    [TestCase("POST", "/decline", 200)]
    [TestCase("DELETE", "", 204)]
    public async Task Decline_AnyWay_EndsItOnBothSides(string method, string suffix, int status)
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");
        var id = await pair.ShareAsync("a.txt");

        await pair.Bob.JsonAsync(status, method, $"/api/shares/received/{id}{suffix}");

        Assert.That(await pair.Bob.ReceivedStatusAsync(id), Is.EqualTo("declined"));
        var sent = (await pair.Alice.JsonAsync(200, "GET", "/api/shares/sent")).EnumerateArray().Single();
        Assert.That(sent.GetProperty("status").GetString(), Is.EqualTo("declined"));
        await pair.Bob.JsonAsync(404, "GET", $"/api/shares/received/{id}/files/");
        await pair.Bob.JsonAsync(409, "POST", $"/api/shares/received/{id}/accept");
        await pair.Bob.JsonAsync(204, "DELETE", $"/api/shares/received/{id}");
    }

    [TestCase("GET", "/api/shares/received/nothing", 404)]
    [TestCase("POST", "/api/shares/received/nothing/accept", 404)]
    [TestCase("POST", "/api/shares/received/nothing/decline", 404)]
    [TestCase("DELETE", "/api/shares/received/nothing", 404)]
    [TestCase("GET", "/api/shares/received/nothing/files/a", 404)]
    public async Task Call_UnknownShare_Is404(string method, string path, int status)
    {
        await using var pair = await PeerPair.StartAsync();

        var error = await pair.Bob.JsonAsync(status, method, path);

        Assert.That(error.GetProperty("error").GetString(), Is.EqualTo("not_found"));
    }

    [Test]
    public async Task AutoAccept_On_AcceptsAndTellsTheSender()
    {
        await using var pair = await PeerPair.StartAsync(ofB: new PeerSettings { AutoAccept = true });
        await pair.Alice.WriteAsync("a.txt", "a");

        var id = await pair.ShareAsync("a.txt", accept: false);

        Assert.That(await pair.Bob.ReceivedStatusAsync(id), Is.EqualTo("accepted"));
        using var file = await pair.Bob.SendAsync("GET", $"/api/shares/received/{id}/files/");
        Assert.That(await file.Content.ReadAsStringAsync(), Is.EqualTo("a"));
    }

    [Test]
    public async Task Open_SecondFactorRequired_OnlyForWhoHasOne()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");
        foreach (var (user, status) in new[] { (pair.Bob, 403), (pair.Dora, 200) })
        {
            var sent = await pair.Alice.ShareAsync(201, "a.txt", user.Address, body => body["requirements"] = PeerClient.List("must-use-mfa"));
            var id = await user.FindReceivedAsync(sent.GetProperty("providerId").GetString()!);
            await user.JsonAsync(200, "POST", $"/api/shares/received/{id}/accept");

            using var answer = await user.SendAsync("GET", $"/api/shares/received/{id}/files/");

            Assert.That((int)answer.StatusCode, Is.EqualTo(status));
            if (status == 403)
            {
                Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("mfa_required").And.Contain("second factor"));
            }
        }
    }

    [Test]
    public async Task Open_Pending_Is409()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");
        var id = await pair.ShareAsync("a.txt", accept: false);

        await pair.Bob.JsonAsync(409, "GET", $"/api/shares/received/{id}/files/");
    }
}
