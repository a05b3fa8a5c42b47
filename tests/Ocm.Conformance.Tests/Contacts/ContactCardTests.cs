using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ocm.Addresses;
using Ocm.Conformance.Rig;
using Ocm.Contacts;
using Ocm.Serialization;
using Ocm.Server.Contacts;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Contacts;

/// <summary>Address books out of and into a product over HTTP, as JSContact cards.</summary>
[Property("Requirement", "CONT-01")]
internal sealed class ContactCardTests
{
    [Test]
    public async Task Get_Cards_SayAddressTrustSourceAndLabel()
    {
        var card = (await GetCardsAsync()).Single();

        var address = card.GetProperty("ietf.org:ocmAddresses").EnumerateObject().Single().Value;
        Assert.That(card.GetProperty("@type").GetString(), Is.EqualTo("Card"));
        Assert.That(card.GetProperty("name").GetProperty("full").GetString(), Is.EqualTo("Albert Einstein"));
        Assert.That(
            (address.GetProperty("address").GetString(), address.GetProperty("trusted").GetBoolean(), address.GetProperty("source").GetString(), address.GetProperty("label").GetString()),
            Is.EqualTo(("einstein@peer.example", true, "invite", "Berlin")));
    }

    [TestCase(true, true, "invite")]
    [TestCase(false, false, "direct entry")]
    public async Task Post_Card_IsBelievedOnlyAsAnExportOfOnesOwn(bool isOwnExport, bool trusted, string source)
    {
        await using var server = await StartAsync();
        using var http = new HttpClient();

        using var answer = await http.PostAsync(new Uri(server.Origin, $"/cards?own={isOwnExport}"), new StringContent(MessageFields.ContactExample, Encoding.UTF8, "application/json"));

        var contact = (await server.WithAsync<IContacts, IReadOnlyList<Contact>>(contacts => contacts.ListAsync("marie"))).Single();
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        Assert.That((contact.Address, contact.Trusted, contact.Source.Value, contact.Label), Is.EqualTo((OcmAddress.Parse("einstein@cloud.example.org"), trusted, source, "Berlin")));
    }

    [Test]
    public async Task Post_CardWithABadAddress_AddsNothing()
    {
        await using var server = await StartAsync();
        using var http = new HttpClient();
        var card = MessageFields.ContactExample.Replace("einstein@cloud.example.org\"", "nobody\"", StringComparison.Ordinal);

        using var answer = await http.PostAsync(new Uri(server.Origin, "/cards"), new StringContent(card, Encoding.UTF8, "application/json"));

        Assert.That((int)answer.StatusCode, Is.EqualTo(400));
        Assert.That(await server.WithAsync<IContacts, IReadOnlyList<Contact>>(contacts => contacts.ListAsync("marie")), Is.Empty);
    }

    /// <summary>The cards of a user with one contact, as a product would hand them out.</summary>
    internal static async Task<IReadOnlyList<JsonElement>> GetCardsAsync()
    {
        await using var server = await StartAsync();
        await server.WithAsync<IContacts, bool>(async contacts =>
        {
            await contacts.PutAsync(new Contact
            {
                UserIdentifier = "marie",
                Address = OcmAddress.Parse("einstein@peer.example"),
                DisplayName = "Albert Einstein",
                Email = "einstein@example.org",
                Label = "Berlin",
                Source = ContactSource.Invite,
                Trusted = true,
                AddedAt = DateTimeOffset.UnixEpoch,
            });
            return true;
        });
        using var http = new HttpClient();
        var cards = JsonNode.Parse(await http.GetStringAsync(new Uri(server.Origin, "/cards")))!.AsArray();
        foreach (var card in cards)
        {
            WireLog.RecordDocument("jscontact-card", card!.ToJsonString(), "GET /cards 200");
        }

        return [.. cards.Select(card => JsonElement.Parse(card!.ToJsonString()))];
    }

    private static Task<OcmTestServer> StartAsync() => OcmTestServer.StartAsync(new OcmTestServerSettings { Map = CardEndpoints.Map });
}
