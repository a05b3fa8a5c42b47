using System.Text.Json.Nodes;

namespace Ocm.Samples.Tests.Peer;

internal sealed class InviteAndContactTests
{
    [Test]
    public async Task Accept_InviteString_MakesContactsOnBothSidesOnce()
    {
        await using var pair = await PeerPair.StartAsync();
        var invite = await pair.Alice.JsonAsync(201, "POST", "/api/invites");
        var text = invite.GetProperty("inviteString").GetString();
        Assert.That(invite.GetProperty("token").GetString(), Has.Length.AtLeast(22));
        Assert.That(invite.GetProperty("expires").GetDateTimeOffset(), Is.GreaterThan(TimeProvider.System.GetUtcNow()));

        var contact = await pair.Bob.JsonAsync(200, "POST", "/api/invites/accept", new JsonObject { ["inviteString"] = text });
        var repeated = await pair.Dora.JsonAsync(502, "POST", "/api/invites/accept", new JsonObject { ["inviteString"] = text });

        Assert.That(contact.GetProperty("address").GetString(), Is.EqualTo(pair.Alice.Address));
        Assert.That(contact.GetProperty("displayName").GetString(), Is.EqualTo("Alice Adams"));
        Assert.That(contact.GetProperty("email").GetString(), Is.EqualTo("alice@example.org"));
        Assert.That(contact.GetProperty("source").GetString(), Is.EqualTo("invite"));
        Assert.That(repeated.GetProperty("peerStatus").GetInt32(), Is.EqualTo(409));
        Assert.That(await AddressesAsync(pair.Alice), Is.EqualTo(new[] { pair.Bob.Address }));
        Assert.That(await AddressesAsync(pair.Bob), Is.EqualTo(new[] { pair.Alice.Address }));
        Assert.That(await AddressesAsync(pair.Dora), Is.Empty);
        var listed = (await pair.Alice.JsonAsync(200, "GET", "/api/invites")).EnumerateArray().Single();
        Assert.That(listed.GetProperty("inviteString").GetString(), Is.EqualTo(text));
        Assert.That(listed.GetProperty("acceptedBy").GetString(), Is.EqualTo(pair.Bob.Address));
        Assert.That((await pair.Carol.JsonAsync(200, "GET", "/api/invites")).GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Accept_TokenAndProvider_Works()
    {
        await using var pair = await PeerPair.StartAsync();
        var invite = await pair.Alice.JsonAsync(201, "POST", "/api/invites");

        var contact = await pair.Bob.JsonAsync(200, "POST", "/api/invites/accept", new JsonObject
        {
            ["token"] = invite.GetProperty("token").GetString(),
            ["provider"] = pair.A.PublicOrigin.Authority,
        });

        Assert.That(contact.GetProperty("address").GetString(), Is.EqualTo(pair.Alice.Address));
    }

    [TestCase("{}")]
    [TestCase("""{"inviteString":"!!!"}""")]
    [TestCase("""{"inviteString":""}""")]
    [TestCase("""{"inviteString":7}""")]
    [TestCase("""{"token":"abc"}""")]
    [TestCase("""{"token":"abc","provider":"not a host"}""")]
    [TestCase("""{"token":"","provider":"localhost"}""")]
    [TestCase("""{"token":"a\nb","provider":"localhost"}""")]
    [TestCase("nonsense")]
    public async Task Accept_BadBody_Is400(string body)
    {
        await using var pair = await PeerPair.StartAsync();

        var error = await pair.Bob.TextAsync(400, "POST", "/api/invites/accept", body);

        Assert.That(error.GetProperty("error").GetString(), Is.EqualTo("bad_request"));
    }

    [Test]
    public async Task Accept_UnknownTokenOrOwnInvite_IsRefused()
    {
        await using var pair = await PeerPair.StartAsync();
        var invite = await pair.Alice.JsonAsync(201, "POST", "/api/invites");

        var unknown = await pair.Bob.JsonAsync(502, "POST", "/api/invites/accept", new JsonObject { ["token"] = "unknown", ["provider"] = pair.A.PublicOrigin.Authority });
        await pair.Carol.JsonAsync(400, "POST", "/api/invites/accept", new JsonObject { ["inviteString"] = invite.GetProperty("inviteString").GetString() });

        Assert.That(unknown.GetProperty("peerStatus").GetInt32(), Is.EqualTo(400));
    }

    [Test]
    public async Task Contacts_AsJsContact_HaveTheOcmAddress()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.IntroduceAsync();

        var card = (await pair.Alice.JsonAsync(200, "GET", "/api/contacts?format=jscontact")).EnumerateArray().Single();

        Assert.That(card.GetProperty("@type").GetString(), Is.EqualTo("Card"));
        Assert.That(card.GetProperty("version").GetString(), Is.EqualTo("1.0"));
        Assert.That(card.GetProperty("uid").GetString(), Is.Not.Empty);
        Assert.That(card.GetProperty("name").GetProperty("full").GetString(), Is.EqualTo("Bob Brown"));
        Assert.That(card.GetProperty("emails").EnumerateObject().Single().Value.GetProperty("address").GetString(), Is.EqualTo("bob@example.org"));
        var address = card.GetProperty("ietf.org:ocmAddresses").EnumerateObject().Single().Value;
        Assert.That(address.GetProperty("address").GetString(), Is.EqualTo(pair.Bob.Address));
        Assert.That(address.GetProperty("source").GetString(), Is.EqualTo("invite"));
        Assert.That(address.GetProperty("trusted").GetBoolean(), Is.False);
        await pair.Alice.JsonAsync(400, "GET", "/api/contacts?format=vcard");
    }

    [Test]
    [Property("Requirement", "CONT-01")]
    public async Task Import_Card_MakesAContactThatNobodyVouchesFor()
    {
        await using var pair = await PeerPair.StartAsync();
        var made = await pair.Alice.TextAsync(201, "POST", "/api/contacts", """
            {"@type":"Card","version":"1.0","uid":"x","ietf.org:ocmAddresses":{"p":{"address":"ADDRESS","trusted":true,"source":"invite"} } }
            """.Replace("ADDRESS", pair.Bob.Address, StringComparison.Ordinal));
        var contact = made.EnumerateArray().Single();
        Assert.That((contact.GetProperty("trusted").GetBoolean(), contact.GetProperty("source").GetString()), Is.EqualTo((false, "direct entry")));
        Assert.That(await AddressesAsync(pair.Alice), Is.EqualTo(new[] { pair.Bob.Address }));
        await pair.Alice.TextAsync(400, "POST", "/api/contacts", """{"@type":"Card"}""");
        await pair.Alice.TextAsync(400, "POST", "/api/contacts", "nonsense");
    }

    [Test]
    public async Task Remove_ContactWithShares_EndsThem()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.IntroduceAsync();
        await pair.Alice.WriteAsync("notes.txt", "hello");
        var id = await pair.ShareAsync("notes.txt");

        await pair.Alice.JsonAsync(400, "DELETE", $"/api/contacts/{pair.Bob.Address}?shares=all");
        await pair.Alice.JsonAsync(204, "DELETE", $"/api/contacts/{pair.Bob.Address}?shares=end");

        Assert.That(await pair.Bob.ReceivedStatusAsync(id), Is.EqualTo("unshared"));
    }

    [Test]
    public async Task Remove_Contact_LeavesTheOtherSideAlone()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.IntroduceAsync();

        await pair.Carol.JsonAsync(404, "DELETE", $"/api/contacts/{pair.Bob.Address}");
        await pair.Alice.JsonAsync(204, "DELETE", $"/api/contacts/{Uri.EscapeDataString(pair.Bob.Address)}");
        await pair.Alice.JsonAsync(404, "DELETE", $"/api/contacts/{pair.Bob.Address}");
        await pair.Alice.JsonAsync(404, "DELETE", "/api/contacts/nonsense");

        Assert.That(await AddressesAsync(pair.Alice), Is.Empty);
        Assert.That(await AddressesAsync(pair.Bob), Is.EqualTo(new[] { pair.Alice.Address }));
    }

    private static async Task<IEnumerable<string?>> AddressesAsync(PeerClient client) =>
        (await client.JsonAsync(200, "GET", "/api/contacts")).EnumerateArray().Select(contact => contact.GetProperty("address").GetString());
}
