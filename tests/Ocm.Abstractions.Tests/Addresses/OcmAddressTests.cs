using System.Text.Json;
using Ocm.Serialization;

namespace Ocm.Addresses;

public sealed class OcmAddressTests
{
    [TestCase("marie@cloud.example.org", "marie", "cloud.example.org")]
    [TestCase("nomen.nescio@example.org@cloud.example.org", "nomen.nescio@example.org", "cloud.example.org")]
    [TestCase("@@a.example", "@", "a.example")]
    [TestCase("a@b@c@d.example:8443", "a@b@c", "d.example:8443")]
    [TestCase("marie@[2001:db8::1]:8443", "marie", "[2001:db8::1]:8443")]
    [TestCase("marie@192.0.2.7", "marie", "192.0.2.7")]
    [Property("Requirement", "ADDR-01")]
    public void TryParse_SplitsAtTheLastAt(string text, string identifier, string host)
    {
        Assert.That(OcmAddress.TryParse(text, out var address), Is.True);
        Assert.That(address!.Identifier, Is.EqualTo(identifier));
        Assert.That(address.Host.Value, Is.EqualTo(host));
    }

    [TestCase("a/b")]
    [TestCase("a?b#c:d")]
    [TestCase("https://idp.example/u")]
    [TestCase("[a]")]
    [TestCase("a%40b")]
    [TestCase("%00")]
    [TestCase("a b")]
    [TestCase(" a ")]
    [TestCase("a+b=c&d")]
    [TestCase("\"quoted\"")]
    [TestCase("<b>")]
    [TestCase("../../etc")]
    [TestCase("Jürgen")]
    [TestCase("ヤマダ")]
    [TestCase("👩‍🔬")]
    [Property("Requirement", "ADDR-02")]
    [Property("Requirement", "ADDR-03")]
    public void TryParse_IdentifierWithReservedOrForeignCharacters_StaysAsItIs(string identifier)
    {
        Assert.That(OcmAddress.TryParse($"{identifier}@cloud.example.org", out var address), Is.True);
        Assert.That(address!.Identifier, Is.EqualTo(identifier));
        Assert.That(address.ToString(), Is.EqualTo($"{identifier}@cloud.example.org"));
    }

    [TestCase("marie@a.example", "Marie@a.example")]
    [TestCase("marie@a.example", "marie @a.example")]
    [TestCase("a%2Fb@a.example", "a/b@a.example")]
    [TestCase("ü@a.example", "u\u0308@a.example")]
    [Property("Requirement", "ADDR-02")]
    public void Equals_IdentifiersThatDifferInOneByte_AreTwoParties(string left, string right)
    {
        Assert.That(OcmAddress.Parse(left), Is.Not.EqualTo(OcmAddress.Parse(right)));
        Assert.That(OcmAddress.Parse(left) != OcmAddress.Parse(right), Is.True);
    }

    [TestCase("marie@Cloud.example.org:443", "marie@cloud.example.org")]
    [TestCase("marie@BÜCHER.example", "marie@xn--bcher-kva.example")]
    [Property("Requirement", "ADDR-04")]
    public void Equals_HostsThatAreOneServer_AreOneParty(string left, string right)
    {
        var (a, b) = (OcmAddress.Parse(left), OcmAddress.Parse(right));
        Assert.That(a, Is.EqualTo(b));
        Assert.That(a == b, Is.True);
        Assert.That(a.GetHashCode(), Is.EqualTo(b.GetHashCode()));
    }

    [TestCase("")]
    [TestCase("marie")]
    [TestCase("@cloud.example.org")]
    [TestCase("marie@")]
    [TestCase("marie@cloud.example.org/ocm")]
    [TestCase("marie@cloud.example.org?x=y")]
    [TestCase("marie@cloud.example.org#x")]
    [TestCase("marie@https://cloud.example.org")]
    [TestCase("marie@cloud.example.org ")]
    [TestCase("marie@cloud.example.org\n")]
    [TestCase("ma\0rie@cloud.example.org")]
    [TestCase("ma\nrie@cloud.example.org")]
    [TestCase("ma\u001brie@cloud.example.org")]
    [TestCase("ma\u007frie@cloud.example.org")]
    [TestCase("ma\u0085rie@cloud.example.org")]
    [Property("Requirement", "ADDR-03")]
    public void TryParse_AnythingElse_IsRefused(string text)
    {
        Assert.That(OcmAddress.TryParse(text, out var address), Is.False);
        Assert.That(address, Is.Null);
        Assert.That(() => OcmAddress.Parse(text), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void TryParse_Null_IsRefused() => Assert.That(OcmAddress.TryParse(null, out _), Is.False);

    [Test]
    public void TryParse_IdentifierAtItsLimit_IsTakenAndOneMoreIsRefused()
    {
        var longest = new string('a', OcmAddress.MaxIdentifierLength);
        Assert.That(OcmAddress.TryParse($"{longest}@a.example", out _), Is.True);
        Assert.That(OcmAddress.TryParse($"a{longest}@a.example", out _), Is.False);
    }

    [Test]
    [Property("Requirement", "ADDR-02")]
    public void TryParse_HalfSurrogatePair_IsRefused()
    {
        // Not in a TestCase: attributes hold UTF-8, which cannot write these.
        foreach (var text in new[] { "ma\ud800rie@a.example", "ma\udc00rie@a.example", "marie\ud800@a.example", "\udc00\ud800@a.example" })
        {
            Assert.That(OcmAddress.TryParse(text, out _), Is.False);
        }

        Assert.That(() => new OcmAddress("\udfff", OcmHost.Parse("a.example")), Throws.ArgumentException);
    }

    [TestCase("")]
    [TestCase("a\r\nb")]
    public void Constructor_NoIdentifier_IsMisuse(string identifier) =>
        Assert.That(() => new OcmAddress(identifier, OcmHost.Parse("a.example")), Throws.ArgumentException);

    [Test]
    public void Equals_NullAndOtherTypes_AreNotEqual()
    {
        var address = OcmAddress.Parse("a@b.example");
        Assert.That(address.Equals((object)"a@b.example"), Is.False);
        Assert.That(address.Equals(null), Is.False);
        Assert.That((OcmAddress?)address == null, Is.False);
    }

    [Test]
    public void Json_Address_IsItsWireForm()
    {
        var address = OcmAddress.Parse("a@b@C.example:443");
        var json = JsonSerializer.Serialize(address, OcmJsonContext.Default.OcmAddress);
        Assert.That(json, Is.EqualTo("\"a@b@c.example\""));
        Assert.That(JsonSerializer.Deserialize(json, OcmJsonContext.Default.OcmAddress), Is.EqualTo(address));
        Assert.That(() => JsonSerializer.Deserialize("\"nobody\"", OcmJsonContext.Default.OcmAddress), Throws.TypeOf<JsonException>());
    }
}
