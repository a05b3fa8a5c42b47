using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ocm.Addresses;
using Ocm.Invites;
using Ocm.Serialization;
using Ocm.Shares;
using Ocm.Signatures;

namespace Ocm.Tokens;

public sealed class SecretStringTests
{
    private const string Text = "hfiuhworzwnur98d3wjiwhr";

    private static readonly SecretString Secret = new(Text);

    [Test]
    [Property("Requirement", "SHARE-14")]
    [Property("Requirement", "TOK-07")]
    public void EveryWayOfPrinting_SaysRedacted()
    {
        Assert.That(Secret.ToString(), Is.EqualTo("[redacted]"));
        Assert.That($"{Secret}", Is.EqualTo("[redacted]"));
        Assert.That($"{Secret,20}".Trim(), Is.EqualTo("[redacted]"));
        Assert.That(string.Concat("x", Secret), Is.EqualTo("x[redacted]"));
        Assert.That(string.Join(',', [Secret]), Is.EqualTo("[redacted]"));
        Assert.That(new StringBuilder().Append(Secret).ToString(), Is.EqualTo("[redacted]"));
    }

    private static IEnumerable<TestCaseData> Holders()
    {
        var host = OcmHost.Parse("a.example");
        var protocols = new ShareProtocols
        {
            WebDav = new WebDavProtocol { Uri = "x", SharedSecret = Secret },
            WebApp = new WebAppProtocol { Uri = "https://a.example/", Targets = [], Permissions = [], Requirements = [], SharedSecret = Secret },
            Options = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["sharedSecret"] = Text }),
            Embedded = JsonSerializer.SerializeToElement(Text),
            Others = new Dictionary<string, JsonElement> { [Text] = JsonSerializer.SerializeToElement(Text) },
        };
        yield return Named(protocols);
        yield return Named(protocols.WebDav!);
        yield return Named(protocols.WebApp!);
        yield return Named(OcmJson.Read<ShareCreationNotification>(Examples.Utf8(Examples.MultipleProtocols)).Value!);
        yield return Named(OcmJson.Read<ShareCreationNotification>(Examples.Utf8(Examples.LegacyOptions)).Value!);
        yield return Named(OcmJson.Read<Notifications.OcmNotification>(Examples.Utf8(Examples.ShareAccepted)).Value!);
        yield return Named(new TokenResponse { AccessToken = Secret, TokenType = "Bearer" });
        yield return Named(new TokenRequest(host, Secret));
        yield return Named(new InviteString(Secret, host));
        yield return Named(new InviteAcceptanceRequest { RecipientProvider = host, Token = Secret, UserId = "u", Email = "", Name = "" });
        yield return Named(new Invite { Token = Secret, InviterIdentifier = "u", GivenIdentifier = "u", CreatedAt = default, ExpiresAt = default });
        yield return Named(new StoredSigningKey { KeyId = "k", Algorithm = "Ed25519", PrivateJwk = Secret, CreatedAt = default, ActiveFrom = default });
        yield return Named(SampleShares.Sent(Secret));
        yield return Named(SampleShares.Received(protocols));

        static TestCaseData Named(object holder) => new TestCaseData(holder).SetArgDisplayNames(holder.GetType().Name);
    }

    [TestCaseSource(nameof(Holders))]
    [Property("Requirement", "SHARE-14")]
    [Property("Requirement", "TOK-07")]
    public void ToString_OfWhateverHoldsASecret_DoesNotPrintIt(object holder) =>
        Assert.That(holder.ToString(), Is.Not.Empty.And.Not.Contains(Text));

    [Test]
    public void Debugger_ShowsNoSecret()
    {
        var type = typeof(SecretString);
        Assert.That(type.GetCustomAttribute<DebuggerDisplayAttribute>()?.Value, Is.EqualTo("[redacted]"));
        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic);
        Assert.That(fields, Is.Not.Empty);
        Assert.That(
            fields.Select(field => field.GetCustomAttribute<DebuggerBrowsableAttribute>()?.State),
            Has.All.EqualTo(DebuggerBrowsableState.Never));
        Assert.That(type.GetProperties(), Is.Empty, "a property would be shown, serialized and logged");
    }

    [Test]
    public void Json_HoldsTheSecretBecauseItIsTheWire()
    {
        var json = JsonSerializer.Serialize(Secret, OcmJsonContext.Default.SecretString);
        Assert.That(json, Is.EqualTo($"\"{Text}\""));
        Assert.That(JsonSerializer.Deserialize(json, OcmJsonContext.Default.SecretString), Is.EqualTo(Secret));
        Assert.That(() => JsonSerializer.Deserialize("\"\"", OcmJsonContext.Default.SecretString), Throws.TypeOf<JsonException>());
    }

    [Test]
    public void Equals_ComparesTheSecrets()
    {
        Assert.That(Secret, Is.EqualTo(new SecretString(Text)));
        Assert.That(Secret.GetHashCode(), Is.EqualTo(new SecretString(Text).GetHashCode()));
        Assert.That(Secret.Equals((object)Text), Is.False);
        Assert.That(Secret, Is.Not.EqualTo(new SecretString(Text.ToUpperInvariant())));
        Assert.That(Secret, Is.Not.EqualTo(new SecretString(Text + "x")));
        Assert.That(Secret, Is.Not.EqualTo(new SecretString(Text[..^1])));
        Assert.That(Secret.Equals(null), Is.False);
    }

    [Test]
    public void Hash_IsTheSha256InBase64Url()
    {
        var expected = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        Assert.That(Secret.Hash(), Is.EqualTo(expected).And.Length.EqualTo(43));
        Assert.That(new SecretString("a").Hash(), Is.Not.EqualTo(new SecretString("b").Hash()));
    }

    [TestCase(22)]
    [TestCase(43)]
    [TestCase(64)]
    [Property("Requirement", "INV-01")]
    public void Generate_GivesLettersAndDigitsOfTheWantedLength(int length)
    {
        var secrets = Enumerable.Range(0, 500).Select(_ => SecretString.Generate(length).Reveal()).ToList();
        Assert.That(secrets, Has.All.Length.EqualTo(length));
        Assert.That(secrets.SelectMany(s => s), Has.All.Matches<char>(char.IsAsciiLetterOrDigit));
        Assert.That(secrets, Is.Unique);
        Assert.That(secrets.SelectMany(s => s).Distinct().Count(), Is.EqualTo(62), "the whole alphabet is used");
    }

    [Test]
    [Property("Requirement", "INV-01")]
    public void Generate_AnyAllowedLength_HasAtLeast128Bits() => Assert.That(22 * Math.Log2(62), Is.GreaterThanOrEqualTo(128));

    [TestCase(21)]
    [TestCase(65)]
    [TestCase(0)]
    [TestCase(-1)]
    public void Generate_OtherLength_IsMisuse(int length) =>
        Assert.That(() => SecretString.Generate(length), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Constructor_Nothing_IsMisuse()
    {
        Assert.That(() => new SecretString(null!), Throws.ArgumentNullException);
        Assert.That(() => new SecretString(string.Empty), Throws.ArgumentException);
    }
}
