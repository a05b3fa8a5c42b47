using System.Text;
using Ocm.HttpSignatures.Keys;

namespace Ocm.HttpSignatures.Tests.Keys;

public sealed class JsonWebKeySetTests
{
    private const string Good = """{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"good","x":"AzeStPAdQ-vbi6bJVxcQjBPF2I7fDZdfDZ_XZ3J4Azs"}""";

    [Test]
    [Property("Requirement", "SIG-27")]
    public void TryParse_UnusableKeysBeside_AreSkippedWithTheReason()
    {
        var set = Parse(
            "1",
            """{"kty":"oct","alg":"HS256","kid":"mac","k":"AAAA"}""",
            Good.Replace("good", "private", StringComparison.Ordinal).Replace("\"x\"", "\"d\":\"AAAA\",\"x\"", StringComparison.Ordinal),
            Good.Replace("\"alg\":\"Ed25519\",", string.Empty, StringComparison.Ordinal),
            Good.Replace("\"kid\":\"good\",", string.Empty, StringComparison.Ordinal),
            Good.Replace("\"alg\":\"Ed25519\"", "\"alg\":\"none\"", StringComparison.Ordinal),
            Good,
            Good,
            Good.Replace("\"OKP\"", "\"OKP\",\"kty\":\"OKP\"", StringComparison.Ordinal),
            Good.Replace("good", "second", StringComparison.Ordinal))!;

        Assert.That(set.Keys.Select(key => key.KeyId), Is.EqualTo(new[] { "good", "second" }));
        Assert.That(set.Skipped, Is.EqualTo(new SkippedKey[]
        {
            new(0, null, KeyProblem.Malformed),
            new(1, "mac", KeyProblem.Symmetric),
            new(2, "private", KeyProblem.Private),
            new(3, "good", KeyProblem.MissingAlgorithm),
            new(4, null, KeyProblem.MissingKeyId),
            new(5, "good", KeyProblem.UnknownAlgorithm),
            new(7, "good", KeyProblem.DuplicateKeyId),
            new(8, null, KeyProblem.Malformed),
        }));
    }

    [Test]
    [Property("Requirement", "SIG-17")]
    public void TryGetKey_KeyId_IsComparedExactly()
    {
        var set = Parse(Good)!;

        Assert.That(set.TryGetKey("good", out var key), Is.True);
        Assert.That(key!.KeyId, Is.EqualTo("good"));
        Assert.That(set.TryGetKey("Good", out _), Is.False);
        Assert.That(set.TryGetKey("good ", out key), Is.False);
        Assert.That(key, Is.Null);
    }

    [Test]
    public void TryParse_ManyKeys_AreReadToTheLimit()
    {
        var keys = Enumerable.Range(0, JsonWebKeySet.MaxKeys + 5).Select(i => Good.Replace("good", $"k{i}", StringComparison.Ordinal)).ToArray();

        Assert.That(Parse(keys[..JsonWebKeySet.MaxKeys])!.Skipped, Is.Empty);
        var set = Parse(keys)!;
        Assert.That(set.Keys, Has.Length.EqualTo(JsonWebKeySet.MaxKeys));
        Assert.That(set.Skipped, Is.EqualTo(new SkippedKey[] { new(JsonWebKeySet.MaxKeys, null, KeyProblem.TooMany) }));
    }

    [Test]
    public void TryParse_LongDocument_IsReadToTheLimit()
    {
        var json = $"{{\"keys\":[{Good}]}}";

        Assert.That(JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(json.PadRight(JsonWebKeySet.MaxLength)), out _), Is.True);
        Assert.That(JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(json.PadRight(JsonWebKeySet.MaxLength + 1)), out var set), Is.False);
        Assert.That(set, Is.Null);
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("""{"keys":{}}""")]
    [TestCase("""{"keys":null}""")]
    [TestCase("""{"Keys":[]}""")]
    [TestCase("""{"keys":[],"keys":[]}""")]
    [TestCase("""{"keys":[],"\u006beys":[]}""")]
    [TestCase("""{"keys":[}""")]
    [TestCase("""{"keys":[[[[[[[[[]]]]]]]]]}""")]
    [TestCase("<html>")]
    [TestCase("""{"\ud800":1,"keys":[]}""")]
    public void TryParse_NoSet_Fails(string json)
    {
        Assert.That(JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(json), out var set), Is.False);
        Assert.That(set, Is.Null);
    }

    [TestCase("""{"keys":[]}""")]
    [TestCase("""{"a":1,"keys":[],"b":"\ud800"}""")]
    public void TryParse_EmptySet_IsOne(string json)
    {
        Assert.That(JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(json), out var set), Is.True);
        Assert.That(set!.Keys, Is.Empty);
        Assert.That(set.Skipped, Is.Empty);
    }

    [Test]
    public void TryParse_OtherAlgorithms_DecideWhatIsUsable()
    {
        var withoutEd25519 = HttpSignatureAlgorithms.Default.Without(JoseAlgorithms.Ed25519);

        Assert.That(JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes($"{{\"keys\":[{Good}]}}"), out var set, withoutEd25519), Is.True);
        Assert.That(set!.Skipped.Single().Problem, Is.EqualTo(KeyProblem.UnknownAlgorithm));
    }

    [Test]
    [Property("Requirement", "SIG-01")]
    [Property("Requirement", "SIG-25")]
    public void ToJson_SeveralKeys_ArePublishedTogether()
    {
        var set = new JsonWebKeySet(TestKeys.Get(JoseAlgorithms.Ed25519).PublicKey, TestKeys.Get(JoseAlgorithms.Es256).PublicKey);

        Assert.That(
            Encoding.UTF8.GetString(set.ToJson()),
            Is.EqualTo($"{{\"keys\":[{Encoding.UTF8.GetString(set.Keys[0].ToJson())},{Encoding.UTF8.GetString(set.Keys[1].ToJson())}]}}"));
        Assert.That(new JsonWebKeySet(default(System.Collections.Immutable.ImmutableArray<JsonWebKey>)).ToJson(), Is.EqualTo("{\"keys\":[]}"u8.ToArray()));
    }

    [Test]
    public void WriteTo_Null_Throws()
    {
        Assert.That(() => new JsonWebKeySet().WriteTo(null!), Throws.ArgumentNullException);
        Assert.That(() => TestKeys.Get(JoseAlgorithms.Ed25519).PublicKey.WriteTo(null!), Throws.ArgumentNullException);
    }

    private static JsonWebKeySet? Parse(params string[] keys) =>
        JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes($"{{\"keys\":[{string.Join(',', keys)}]}}"), out var set) ? set : null;
}
