using System.Buffers.Text;
using System.Text;
using Ocm.HttpSignatures.JsonWebSignatures;
using Ocm.HttpSignatures.Keys;

namespace Ocm.HttpSignatures.Tests.JsonWebSignatures;

/// <summary>JSON Web Signatures, with vectors of RFC 7515 and RFC 8037.</summary>
[TestFixture]
internal sealed class JsonWebSignatureTests
{
    // RFC 8037, appendix A.4.
    private const string EdDsaKey = """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"k","alg":"EdDSA"}""";

    private const string EdDsaText =
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
        + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    // RFC 7515, appendix A.3.
    private const string Es256Key =
        """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","kid":"k","alg":"ES256"}""";

    private const string Es256Text =
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
        + "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    private static readonly LocalSigningKey Key = LocalSigningKey.Generate("directory#1");

    [Test]
    public void TryVerify_VectorOfRfc8037_GivesTheContent()
    {
        Assert.That(Verify(EdDsaText, out var problem, Ready(EdDsaKey)), Is.EqualTo("Example of Ed25519 signing"));
        Assert.That(problem, Is.EqualTo(JwsProblem.None));
    }

    [Test]
    public void TryVerify_EdDsaTextAndKeyForEd25519_AreTheSameAlgorithm() => Assert.That(
        Verify(EdDsaText, out _, Ready(EdDsaKey.Replace("EdDSA", "Ed25519", StringComparison.Ordinal))), Is.EqualTo("Example of Ed25519 signing"));

    [Test]
    public void TryVerify_VectorOfRfc7515_GivesTheContent() => Assert.That(
        Verify(Es256Text, out _, Ready(Es256Key)), Does.StartWith("{\"iss\":\"joe\""));

    [Test]
    public async Task SignAsync_EachAlgorithmAndForm_Verifies(
        [Values("Ed25519", "EdDSA", "ES256", "ES384", "RS256", "PS256")] string algorithm, [Values] JwsSerialization serialization)
    {
        var key = LocalSigningKey.Generate("k", algorithm);
        var text = Encoding.ASCII.GetString(await JsonWebSignature.SignAsync("{\"a\":1}"u8.ToArray(), key, serialization));
        Assert.That(Verify(text, out _, Ready(key)), Is.EqualTo("{\"a\":1}"));
        Assert.That(Verify(text, out var problem, Ready(LocalSigningKey.Generate("k", algorithm))), Is.Null);
        Assert.That(problem, Is.EqualTo(JwsProblem.WrongSignature));
    }

    [Test]
    public async Task TryVerify_OneSignatureOfSeveral_IsEnough()
    {
        var (header, content, signature) = await PartsAsync();
        var text = $$$"""{"payload":"{{{content}}}","signatures":[{"protected":"!","signature":"x"},{"protected":"{{{Encode("{\"alg\":\"ES256\"}")}}}","signature":"AAAA"},{"protected":"{{{header}}}","signature":"{{{signature}}}"}]}""";
        Assert.That(Verify(text, out _, Ready(Key)), Is.EqualTo("content"));
    }

    [Test]
    public async Task TryVerify_SecondKeyOfTwo_IsTried()
    {
        var text = Encoding.ASCII.GetString(await JsonWebSignature.SignAsync("content"u8.ToArray(), Key, JwsSerialization.Compact));
        Assert.That(Verify(text, out _, Ready(LocalSigningKey.Generate("other")), Ready(Key)), Is.EqualTo("content"));
    }

    [TestCase("""{"alg":"none"}""", JwsProblem.OtherAlgorithm)]
    [TestCase("""{"alg":"HS256"}""", JwsProblem.OtherAlgorithm)]
    [TestCase("""{"alg":"ES256"}""", JwsProblem.OtherAlgorithm)]
    [TestCase("""{"alg":"ed25519"}""", JwsProblem.OtherAlgorithm)]
    [TestCase("""{"alg":"Ed25519","crit":["exp"]}""", JwsProblem.CriticalExtension)]
    [TestCase("""{"alg":"Ed25519","crit":[]}""", JwsProblem.CriticalExtension)]
    [TestCase("""{"alg":"Ed25519","b64":false}""", JwsProblem.CriticalExtension)]
    [TestCase("""{"kid":"directory#1"}""", JwsProblem.Malformed)]
    [TestCase("""{"alg":1}""", JwsProblem.Malformed)]
    [TestCase("""{"alg":"none","alg":"Ed25519"}""", JwsProblem.Malformed)]
    [TestCase("""["alg"]""", JwsProblem.Malformed)]
    [TestCase("""{"alg":"\ud800"}""", JwsProblem.Malformed)]
    [TestCase("""{"alg":""", JwsProblem.Malformed)]
    public async Task TryVerify_HeaderThatIsNotAccepted_FailsAlthoughTheSignatureFits(string header, JwsProblem expected)
    {
        // Signed over just this header: only its meaning stands against it.
        var start = $"{Encode(header)}.{Encode("content")}";
        var signature = Base64Url.EncodeToString(await Key.SignAsync(Encoding.ASCII.GetBytes(start)));
        Assert.That(Verify($"{start}.{signature}", out var problem, Ready(Key)), Is.Null);
        Assert.That(problem, Is.EqualTo(expected));
    }

    [Test]
    public async Task TryVerify_ForgedWithThePublicKeyAsMacSecret_Fails()
    {
        var rsa = LocalSigningKey.Generate("k", "RS256");
        var start = $"{Encode("""{"alg":"HS256"}""")}.{Encode("content")}";
        var mac = System.Security.Cryptography.HMACSHA256.HashData(rsa.PublicKey.Modulus.Span, Encoding.ASCII.GetBytes(start));
        Assert.That(Verify($"{start}.{Base64Url.EncodeToString(mac)}", out var problem, Ready(rsa)), Is.Null);
        Assert.That(problem, Is.EqualTo(JwsProblem.OtherAlgorithm));
        await Task.CompletedTask;
    }

    [Test]
    public async Task TryVerify_UnprotectedHeader_MayNotRepeatOrExtend()
    {
        var (header, content, signature) = await PartsAsync();
        string With(string unprotected) => $$"""{"payload":"{{content}}","protected":"{{header}}","header":{{unprotected}},"signature":"{{signature}}"}""";
        Assert.That(Verify(With("""{"note":"x"}"""), out _, Ready(Key)), Is.EqualTo("content"));
        Assert.That(Verify(With("""{"alg":"Ed25519"}"""), out var repeated, Ready(Key)), Is.Null);
        Assert.That(Verify(With("""{"crit":["x"]}"""), out var critical, Ready(Key)), Is.Null);
        Assert.That(Verify(With("[]"), out var wrong, Ready(Key)), Is.Null);
        Assert.That((repeated, critical, wrong), Is.EqualTo((JwsProblem.Malformed, JwsProblem.CriticalExtension, JwsProblem.Malformed)));
    }

    [Test]
    public async Task TryVerify_ChangedText_Fails()
    {
        var (header, content, signature) = await PartsAsync();
        string[] texts =
        [
            string.Empty, "{", "{}", "[]", "..", "a.b", "a.b.c.d", "null",
            $"{header}.{Encode("other")}.{signature}",
            $"{header}.{content}.{signature}=",
            $"{header}.{content}.",
            $"{header}.{content}.{Base64Url.EncodeToString(new byte[64])}",
            $"{header}==.{content}.{signature}",
            $$"""{"payload":"{{content}}","protected":"{{header}}"}""",
            $$"""{"payload":"{{content}}","signatures":[]}""",
            $$$"""{"payload":"{{{content}}}","signatures":{}}""",
            $$"""{"payload":"{{content}}","protected":"{{header}}","signature":"{{signature}}","signatures":[]}""",
            $$"""{"payload":"{{Encode("other")}}","payload":"{{content}}","protected":"{{header}}","signature":"{{signature}}"}""",
            $$$"""{"payload":{"federation":"x"},"protected":{"alg":"Ed25519"},"signature":"{{{signature}}}"}""",
        ];
        Assert.That(Verify($"{header}.{content}.{signature}", out _, Ready(Key)), Is.EqualTo("content"), "as it was signed");
        Assert.That(texts.Where(text => Verify(text, out _, Ready(Key)) is not null), Is.Empty);
    }

    [Test]
    public void TryVerify_AnyBytes_AreAnswered()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var good = Encoding.ASCII.GetBytes(EdDsaText);
        var key = Ready(EdDsaKey);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = good.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (JsonWebSignature.TryVerify(bytes, [key], out var payload, out _))
            {
                Assert.That(Encoding.ASCII.GetString(payload), Is.EqualTo("Example of Ed25519 signing"));
            }
        }
    }

    private static async Task<(string Header, string Content, string Signature)> PartsAsync()
    {
        var parts = Encoding.ASCII.GetString(await JsonWebSignature.SignAsync("content"u8.ToArray(), Key, JwsSerialization.Compact)).Split('.');
        return (parts[0], parts[1], parts[2]);
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string? Verify(string text, out JwsProblem problem, params VerificationKey[] keys) =>
        JsonWebSignature.TryVerify(Encoding.UTF8.GetBytes(text), keys, out var payload, out problem) ? Encoding.UTF8.GetString(payload) : null;

    private static VerificationKey Ready(LocalSigningKey key) =>
        VerificationKey.TryCreate(key.PublicKey, out var ready, out _) ? ready : throw new InvalidOperationException();

    private static VerificationKey Ready(string json) =>
        JsonWebKey.TryParse(Encoding.UTF8.GetBytes(json), out var key) && VerificationKey.TryCreate(key, out var ready, out _)
            ? ready
            : throw new InvalidOperationException();
}
