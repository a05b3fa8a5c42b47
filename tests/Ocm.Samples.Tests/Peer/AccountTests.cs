using System.Text.Json.Nodes;

namespace Ocm.Samples.Tests.Peer;

internal sealed class AccountTests
{
    [Test]
    public async Task Me_User_IsToldTheAddress()
    {
        await using var pair = await PeerPair.StartAsync();

        var me = await pair.Alice.JsonAsync(200, "GET", "/api/me");

        Assert.That(me.GetProperty("name").GetString(), Is.EqualTo("alice"));
        Assert.That(me.GetProperty("displayName").GetString(), Is.EqualTo("Alice Adams"));
        Assert.That(me.GetProperty("ocmAddress").GetString(), Is.EqualTo($"alice@{pair.A.PublicOrigin.Authority}"));
    }

    [TestCase(false)]
    [TestCase(true)]
    [Property("Requirement", "NOTIF-02")]
    [Property("Requirement", "INV-08")]
    public async Task Leave_UserWithAContact_IsGoneAtTheOtherServer(bool givenIdentifiers)
    {
        await using var pair = await PeerPair.StartAsync(new PeerSettings { GivenIdentifiers = givenIdentifiers }, new PeerSettings { GivenIdentifiers = givenIdentifiers });
        var invite = await pair.Alice.JsonAsync(201, "POST", "/api/invites");
        var contact = await pair.Bob.JsonAsync(200, "POST", "/api/invites/accept", new JsonObject { ["inviteString"] = invite.GetProperty("inviteString").GetString() });

        var left = await pair.Alice.JsonAsync(200, "POST", "/api/me/leave");

        Assert.That(contact.GetProperty("address").GetString() == pair.Alice.Address, Is.Not.EqualTo(givenIdentifiers));
        Assert.That((left.GetProperty("contactsRemoved").GetInt32(), left.GetProperty("serversTold").GetInt32()), Is.EqualTo((1, 1)));
        Assert.That(
            async () => (await pair.Bob.JsonAsync(200, "GET", "/api/contacts")).GetArrayLength(), Is.Zero.After(20).Seconds.PollEvery(50).MilliSeconds);
    }

    [TestCase("GET", "/api/me")]
    [TestCase("POST", "/api/me/leave")]
    [TestCase("POST", "/api/shares")]
    [TestCase("GET", "/api/shares/sent")]
    [TestCase("DELETE", "/api/shares/sent/x")]
    [TestCase("GET", "/api/shares/received")]
    [TestCase("GET", "/api/shares/received/x")]
    [TestCase("POST", "/api/shares/received/x/accept")]
    [TestCase("POST", "/api/shares/received/x/decline")]
    [TestCase("DELETE", "/api/shares/received/x")]
    [TestCase("GET", "/api/shares/received/x/files/y")]
    [TestCase("POST", "/api/invites")]
    [TestCase("GET", "/api/invites")]
    [TestCase("POST", "/api/invites/accept")]
    [TestCase("GET", "/api/contacts")]
    [TestCase("DELETE", "/api/contacts/x@y")]
    [TestCase("POST", "/api/share-requests")]
    [TestCase("GET", "/api/share-requests")]
    [TestCase("POST", "/api/share-requests/x/grant")]
    [TestCase("POST", "/api/share-requests/x/dismiss")]
    [TestCase("GET", "/api/discover?server=x")]
    [TestCase("GET", "/metrics/ocm")]
    public async Task Call_WrongPassword_Is401(string method, string path)
    {
        await using var pair = await PeerPair.StartAsync();
        using var stranger = new PeerClient(pair.A, "alice", "wrong");

        var error = await stranger.JsonAsync(401, method, path);

        Assert.That(error.GetProperty("error").GetString(), Is.EqualTo("unauthorized"));
    }

    [TestCase("GET", "/api/nothing", 404, "not_found")]
    [TestCase("PUT", "/api/me", 405, "method_not_allowed")]
    [TestCase("GET", "/api/shares/sent?limit=0", 400, "bad_request")]
    [TestCase("GET", "/api/shares/received?limit=x", 400, "bad_request")]
    [TestCase("GET", "/api/invites?limit=1001", 400, "bad_request")]
    [TestCase("GET", "/api/contacts?after=nobody", 400, "bad_request")]
    public async Task Call_Mistaken_IsJsonWithACode(string method, string path, int status, string code)
    {
        await using var pair = await PeerPair.StartAsync();

        var error = await pair.Alice.JsonAsync(status, method, path);

        Assert.That(error.GetProperty("error").GetString(), Is.EqualTo(code));
        Assert.That(error.GetProperty("message").GetString(), Is.Not.Empty);
    }
}
