using System.Text;
using System.Text.Json;
using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Serialization;

namespace Ocm.Abstractions.Tests.Contacts;

/// <summary>JSContact cards in and out.</summary>
[TestFixture]
[Property("Requirement", "CONT-01")]
internal sealed class JsContactCardTests
{
    private static readonly Contact Einstein = new()
    {
        UserIdentifier = "marie",
        Address = OcmAddress.Parse("einstein@cloud.example.org"),
        DisplayName = "Albert Einstein",
        Email = "albert@example.org",
        Label = "Berlin",
        Source = ContactSource.Invite,
        Trusted = true,
        GivenIdentifier = "somebody",
        AddedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    [Test]
    public void Of_Contact_WritesTheCardOfTheDraft() => Assert.That(
        Encoding.UTF8.GetString(OcmJson.Write(JsContactCard.Of(Einstein))),
        Is.EqualTo("""
            {"@type":"Card","version":"1.0","uid":"ocm:einstein@cloud.example.org","name":{"full":"Albert Einstein"},"emails":{"e1":{"address":"albert@example.org"}},"ietf.org:ocmAddresses":{"primary":{"@type":"ocmAddress","address":"einstein@cloud.example.org","trusted":true,"source":"invite","label":"Berlin"}}}
            """));

    [Test]
    public void Of_ContactAndBack_IsTheSameWithoutWhatOnlyThisServerKnows()
    {
        var read = Read(Encoding.UTF8.GetString(OcmJson.Write(JsContactCard.Of(Einstein))));
        Assert.That(read.ToContacts("marie", Einstein.AddedAt).Single(), Is.EqualTo(Einstein with { GivenIdentifier = null }));
    }

    [Test]
    public void Of_BareContact_HasNoEmptyMembers()
    {
        var bare = Einstein with { DisplayName = null, Email = string.Empty, Label = null, Trusted = false };
        Assert.That(Encoding.UTF8.GetString(OcmJson.Write(JsContactCard.Of(bare))), Does.Not.Contain("name").And.Not.Contain("emails").And.Not.Contain("label"));
    }

    [Test]
    public void ToContacts_CardWithSeveralAddresses_GivesEachAndKeepsWhatIsUnknown()
    {
        const string Json = """
            {"@type":"Card","version":"2.0","uid":"urn:uuid:1","kind":"individual","name":{"components":[{"kind":"given","value":"A"}],"full":"A"},"emails":{"x":{"address":"a@example.org","pref":1}},"ietf.org:ocmAddresses":{"work":{"address":"a@work.example"},"home":{"address":"a@home.example:8443","source":"smoke signal","example.com:x":true}}}
            """;
        var card = Read(Json);
        var contacts = card.ToContacts("marie", Einstein.AddedAt);
        Assert.That(contacts.Select(contact => (contact.Address.ToString(), contact.Source.Value, contact.Trusted, contact.Email)), Is.EqualTo(new[]
        {
            ("a@home.example:8443", "smoke signal", false, "a@example.org"), ("a@work.example", "direct entry", false, "a@example.org"),
        }));
        Assert.That(JsonElement.DeepEquals(JsonElement.Parse(OcmJson.Write(card)), JsonElement.Parse(Json)), Is.True);
    }

    [Test]
    public void ToContacts_CardWithoutOcmAddresses_IsEmpty() =>
        Assert.That(Read("""{"@type":"Card","version":"1.0","uid":"x"}""").ToContacts("marie", Einstein.AddedAt), Is.Empty);

    [TestCase("""{"version":"1.0","uid":"x"}""", "@type")]
    [TestCase("""{"@type":"Group","version":"1.0","uid":"x"}""", "@type")]
    [TestCase("""{"@type":"Card","uid":"x"}""", "version")]
    [TestCase("""{"@type":"Card","version":"1.0"}""", "uid")]
    [TestCase("""{"@type":"Card","version":"1.0","uid":7}""", "uid")]
    [TestCase("""{"@type":"Card","version":"1.0","uid":"x","name":"A"}""", "name")]
    [TestCase("""{"@type":"Card","version":"1.0","uid":"x","name":{"full":"a\u0000b"}}""", "name.full")]
    [TestCase("""{"@type":"Card","version":"1.0","uid":"x","emails":[]}""", "emails")]
    [TestCase("""{"@type":"Card","version":"1.0","uid":"x","emails":{"e":{}}}""", "emails.e.address")]
    [TestCase("""{"@type":"Card","version":"1.0","uid":"x","ietf.org:ocmAddresses":{"p":"a@b.example"}}""", "ietf.org:ocmAddresses.p")]
    [TestCase("""{"@type":"Card","version":"1.0","uid":"x","ietf.org:ocmAddresses":{"p":null}}""", "ietf.org:ocmAddresses.p")]
    [TestCase("""{"@type":"Card","version":"1.0","uid":"x","ietf.org:ocmAddresses":{"p":{}}}""", "ietf.org:ocmAddresses.p.address")]
    [TestCase("""{"@type":"Card","version":"1.0","uid":"x","ietf.org:ocmAddresses":{"p":{"address":"no address"}}}""", "ietf.org:ocmAddresses.p.address")]
    [TestCase("""{"@type":"Card","version":"1.0","uid":"x","ietf.org:ocmAddresses":{"p":{"address":"a@b.example","trusted":"yes"}}}""", "ietf.org:ocmAddresses.p.trusted")]
    [TestCase("""{"@type":"Card","version":"1.0","uid":"x","ietf.org:ocmAddresses":{"p":{"address":"a@b.example","source":""}}}""", "ietf.org:ocmAddresses.p.source")]
    [TestCase("""{"@type":"Card","version":"1.0","uid":"x","ietf.org:ocmAddresses":{"p":{"address":"a@b.example","@type":"address"}}}""", "ietf.org:ocmAddresses.p.@type")]
    public void Read_BadCard_NamesTheField(string json, string field) => Assert.That(
        OcmJson.Read<JsContactCard>(Encoding.UTF8.GetBytes(json)).Failure!.ValidationErrors.Select(error => error.Name), Is.EqualTo(new[] { field }));

    private static JsContactCard Read(string json) => OcmJson.Read<JsContactCard>(Encoding.UTF8.GetBytes(json)).Value!;
}
