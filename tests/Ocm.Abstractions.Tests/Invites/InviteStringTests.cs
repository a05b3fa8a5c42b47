using System.Buffers.Text;
using System.Text;
using FsCheck.Fluent;
using Ocm.Addresses;
using Ocm.Tokens;

namespace Ocm.Invites;

[Property("Requirement", "INV-06")]
public sealed class InviteStringTests
{
    // The example of the draft, Invite format.
    private const string DraftText = "YTU1YTk2NmUtMTVjMS00Y2I5LWEzOWQtNGU0YzU0Mzk5YmFmQGNsb3VkLmV4YW1wbGUub3Jn";
    private const string DraftToken = "a55a966e-15c1-4cb9-a39d-4e4c54399baf";

    [Test]
    public void Encode_TheDraftsExample_IsTheDraftsText() =>
        Assert.That(new InviteString(new SecretString(DraftToken), OcmHost.Parse("cloud.example.org")).Encode(), Is.EqualTo(DraftText));

    [Test]
    public void TryParse_TheDraftsExample_IsTheDraftsTokenAndProvider()
    {
        Assert.That(InviteString.TryParse(DraftText, out var invite), Is.True);
        Assert.That(invite!.Token.Reveal(), Is.EqualTo(DraftToken));
        Assert.That(invite.Provider, Is.EqualTo(OcmHost.Parse("cloud.example.org")));
    }

    [TestCase("a", "b.example")]
    [TestCase("ab", "b.example")]
    [TestCase("abc", "b.example")]
    [TestCase("token", "cloud.example.org:8443")]
    [TestCase("token", "[2001:db8::1]:8443")]
    [TestCase("tök~en", "b.example")]
    public void TryParse_WithPaddingOrWithout_IsTheSame(string token, string provider)
    {
        var bare = new InviteString(new SecretString(token), OcmHost.Parse(provider)).Encode();
        Assert.That(bare, Does.Not.Contain("="));
        var padded = bare.PadRight((bare.Length + 3) / 4 * 4, '=');
        foreach (var text in new[] { bare, padded, $" {bare}\r\n", bare.Insert(3, "\n") })
        {
            Assert.That(InviteString.TryParse(text, out var invite), Is.True, text);
            Assert.That((invite!.Token.Reveal(), invite.Provider.Value), Is.EqualTo((token, provider)));
        }
    }

    [Test]
    public void TryParse_TokenWithAt_SplitsAtTheLastOne()
    {
        Assert.That(InviteString.TryParse(Encode("a@b@c@cloud.example.org"), out var invite), Is.True);
        Assert.That(invite!.Token.Reveal(), Is.EqualTo("a@b@c"));
        Assert.That(invite.Provider.Value, Is.EqualTo("cloud.example.org"));
    }

    [TestCase("no-at-sign")]
    [TestCase("@cloud.example.org")]
    [TestCase("token@")]
    [TestCase("token@cloud.example.org/path")]
    [TestCase("token@https://cloud.example.org")]
    [TestCase("to\nken@cloud.example.org")]
    [TestCase("to\0ken@cloud.example.org")]
    public void TryParse_TextInsideIsNoInvite_IsRefused(string inside) => Assert.That(InviteString.TryParse(Encode(inside), out _), Is.False);

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("====")]
    [TestCase("a")]
    [TestCase("token@cloud.example.org")]
    [TestCase("YTU1YTk2NmUtMTVjMS00Y2I5LWEzOWQtNGU0YzU0Mzk5YmFmQGNsb3VkLmV4YW1wbGUub3Jn!")]
    [TestCase("=YTU1YTk2NmUtMTVjMS00Y2I5LWEzOWQtNGU0YzU0Mzk5YmFmQGNsb3VkLmV4YW1wbGUub3Jn")]
    [TestCase("https://cloud.example.org/wayf?token=a55a966e")]
    public void TryParse_NoBase64Url_IsRefused(string text) => Assert.That(InviteString.TryParse(text, out _), Is.False);

    [Test]
    public void TryParse_Null_IsRefused() => Assert.That(InviteString.TryParse(null, out _), Is.False);

    [Test]
    public void TryParse_BytesThatAreNoUtf8_AreRefused() =>
        Assert.That(InviteString.TryParse(Base64Url.EncodeToString([0xff, 0xfe, (byte)'@', (byte)'a']), out _), Is.False);

    [Test]
    public void TryParse_TokenAtItsLimit_IsTakenAndOneMoreIsRefused()
    {
        var longest = new string('a', 1024);
        Assert.That(InviteString.TryParse(Encode($"{longest}@b.example"), out _), Is.True);
        Assert.That(InviteString.TryParse(Encode($"a{longest}@b.example"), out _), Is.False);
        Assert.That(InviteString.TryParse(new string('A', 100_000), out _), Is.False);
    }

    [Test]
    public void EncodeThenParse_AnyTokenAndHost_IsTheIdentity() => Seeded.Check(
        from token in Texts.Identifiers
        from host in Texts.HostsWithPort
        select new InviteString(new SecretString(token), OcmHost.Parse(host)),
        invite => InviteString.TryParse(invite.Encode(), out var again) && again == invite);

    [Test]
    public void TryParse_AnyText_NeverThrows() => Seeded.Check(
        Gen.OneOf(Texts.Any, Texts.Any.Select(Encode)),
        text => !InviteString.TryParse(text, out var invite) || (InviteString.TryParse(invite.Encode(), out var again) && again == invite),
        runs: 2000);

    [Test]
    public void ToString_HidesTheToken() =>
        Assert.That(new InviteString(new SecretString(DraftToken), OcmHost.Parse("a.example")).ToString(), Does.Not.Contain(DraftToken).And.Contain("[redacted]"));

    private static string Encode(string inside) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(inside));

    [TestCase("https://cloud.example.org/wayf?token=a55a966e", "a55a966e", "cloud.example.org")]
    [TestCase(" https://cloud.example.org:8443/apps/x/wayf?lang=de&token=a%40b\n", "a@b", "cloud.example.org:8443")]
    [TestCase("http://127.0.0.1:8080/wayf?token=x#top", "x", "127.0.0.1:8080")]
    [Property("Requirement", "INV-07")]
    public void TryParseLink_LinkOfTheDraft_GivesTokenAndServer(string link, string token, string provider)
    {
        Assert.That(InviteString.TryParseLink(link, out var invite), Is.True);
        Assert.That((invite!.Token.Reveal(), invite.Provider.Value), Is.EqualTo((token, provider)));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("cloud.example.org/wayf?token=x")]
    [TestCase("https://cloud.example.org/wayf")]
    [TestCase("https://cloud.example.org/wayf?token=")]
    [TestCase("https://cloud.example.org/wayf?token=x&token=y")]
    [TestCase("https://cloud.example.org/wayf?token=a%0Ab")]
    [TestCase("https://user@cloud.example.org/wayf?token=x")]
    [TestCase("javascript:alert(1)?token=x")]
    [TestCase("ftp://cloud.example.org/wayf?token=x")]
    [Property("Requirement", "INV-07")]
    public void TryParseLink_AnythingElse_IsNone(string? link) => Assert.That(InviteString.TryParseLink(link, out _), Is.False);

    [Test]
    public void TryCreate_TokenOrServerMissingOrTooLong_IsNone()
    {
        Assert.That(InviteString.TryCreate("x", "cloud.example.org", out _), Is.True);
        Assert.That(InviteString.TryCreate(null, "cloud.example.org", out _), Is.False);
        Assert.That(InviteString.TryCreate("x", null, out _), Is.False);
        Assert.That(InviteString.TryCreate("x", "https://cloud.example.org", out _), Is.False);
        Assert.That(InviteString.TryCreate(new string('x', 1025), "cloud.example.org", out _), Is.False);
    }
}
