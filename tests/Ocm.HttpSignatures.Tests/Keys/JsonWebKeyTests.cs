using System.Text;
using Ocm.HttpSignatures.Keys;

namespace Ocm.HttpSignatures.Tests.Keys;

public sealed class JsonWebKeyTests
{
    private const string X = "AzeStPAdQ-vbi6bJVxcQjBPF2I7fDZdfDZ_XZ3J4Azs";

    private static readonly string P256 = JsonOf(JoseAlgorithms.Es256);
    private static readonly string Rsa = JsonOf(JoseAlgorithms.Rs256);

    [Test]
    public void TryParse_Ed25519Key_HasItsMembers()
    {
        var key = Parse($$$"""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"a#b","x":"{{{X}}}","use":"sig","key_ops":["verify"],"unknown":{"a":[1,null]}}""")!;

        Assert.That(key.KeyType, Is.EqualTo("OKP"));
        Assert.That(key.Curve, Is.EqualTo("Ed25519"));
        Assert.That(key.Algorithm, Is.EqualTo("Ed25519"));
        Assert.That(key.KeyId, Is.EqualTo("a#b"));
        Assert.That(key.X.Length, Is.EqualTo(32));
        Assert.That(key.AllowsVerification, Is.True);
        Assert.That(key.IsPrivate, Is.False);
        Assert.That(key.IsSymmetric, Is.False);
    }

    [TestCaseSource(typeof(TestKeys), nameof(TestKeys.Algorithms))]
    public void ToJson_Key_IsParsedToTheSame(string algorithm)
    {
        var key = TestKeys.Get(algorithm).PublicKey;
        var json = key.ToJson();

        Assert.That(JsonWebKey.TryParse(json, out var parsed), Is.True);
        Assert.That(parsed!.ToJson(), Is.EqualTo(json));
        Assert.That(parsed.HasSameNumbersAs(key), Is.True);
        Assert.That(parsed.KeyId, Is.EqualTo(key.KeyId));
        Assert.That(parsed.Algorithm, Is.EqualTo(algorithm));
        Assert.That(Encoding.UTF8.GetString(json), Does.Contain("\"use\":\"sig\"").And.Not.Contain("\"d\"").And.Not.Contain("priv"));
    }

    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~"}""", KeyProblem.None)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","kid":"k","x":"~"}""", KeyProblem.None)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~","use":"enc"}""", KeyProblem.OtherUse)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~","key_ops":["sign"]}""", KeyProblem.OtherUse)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~","key_ops":[]}""", KeyProblem.OtherUse)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~","key_ops":["sign","verify"]}""", KeyProblem.None)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~","use":"enc","key_ops":["verify"]}""", KeyProblem.OtherUse)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~","d":"AAAA"}""", KeyProblem.Private)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~","k":"AAAA"}""", KeyProblem.Private)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~","priv":"AAAA"}""", KeyProblem.Private)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~","p":"AAAA"}""", KeyProblem.Private)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~","q":"AAAA"}""", KeyProblem.Private)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~","dp":"AAAA"}""", KeyProblem.Private)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~","dq":"AAAA"}""", KeyProblem.Private)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~","qi":"AAAA"}""", KeyProblem.Private)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~","oth":[]}""", KeyProblem.Private)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~","key_ops":["verify","verify"]}""", KeyProblem.None)]
    [TestCase("""{"kty":"oct","alg":"HS256","kid":"k","k":"AAAA"}""", KeyProblem.Symmetric)]
    [TestCase("""{"kty":"oct","alg":"Ed25519","kid":"k"}""", KeyProblem.Symmetric)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"HS256","kid":"k","x":"~"}""", KeyProblem.UnknownAlgorithm)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"none","kid":"k","x":"~"}""", KeyProblem.UnknownAlgorithm)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"ed25519","kid":"k","x":"~"}""", KeyProblem.UnknownAlgorithm)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"ES256","kid":"k","x":"~"}""", KeyProblem.AlgorithmMismatch)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"RS256","kid":"k","x":"~"}""", KeyProblem.AlgorithmMismatch)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"ML-DSA-44","kid":"k","x":"~"}""", KeyProblem.AlgorithmMismatch)]
    [TestCase("""{"kty":"OKP","crv":"Ed448","alg":"EdDSA","kid":"k","x":"~"}""", KeyProblem.AlgorithmMismatch)]
    [TestCase("""{"kty":"OKP","crv":"X25519","alg":"Ed25519","kid":"k","x":"~"}""", KeyProblem.AlgorithmMismatch)]
    [TestCase("""{"kty":"OKP","alg":"Ed25519","kid":"k","x":"~"}""", KeyProblem.AlgorithmMismatch)]
    [TestCase("""{"kty":"EC","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"~"}""", KeyProblem.AlgorithmMismatch)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k"}""", KeyProblem.Invalid)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"k","x":"AAAA"}""", KeyProblem.Invalid)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","x":"~"}""", KeyProblem.MissingKeyId)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"","x":"~"}""", KeyProblem.MissingKeyId)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","kid":"k","x":"~"}""", KeyProblem.MissingAlgorithm)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","alg":"","kid":"k","x":"~"}""", KeyProblem.MissingAlgorithm)]
    [TestCase("""{"kty":"EC","crv":"P-256","alg":"ES256","kid":"k","x":"~"}""", KeyProblem.Invalid)]
    [TestCase("""{"kty":"EC","crv":"P-256","alg":"ES256","kid":"k","x":"~","y":"AAAA"}""", KeyProblem.Invalid)]
    [TestCase("""{"kty":"EC","crv":"P-256","alg":"ES256","kid":"k","x":"AAAA","y":"~"}""", KeyProblem.Invalid)]
    [TestCase("""{"kty":"EC","crv":"P-256","alg":"ES384","kid":"k","x":"~","y":"~"}""", KeyProblem.AlgorithmMismatch)]
    [TestCase("""{"kty":"EC","crv":"P-384","alg":"ES384","kid":"k","x":"~","y":"~"}""", KeyProblem.Invalid)]
    [TestCase("""{"kty":"EC","crv":"P-521","alg":"ES512","kid":"k","x":"~","y":"~"}""", KeyProblem.UnknownAlgorithm)]
    [TestCase("""{"kty":"EC","crv":"secp256k1","alg":"ES256","kid":"k","x":"~","y":"~"}""", KeyProblem.AlgorithmMismatch)]
    [TestCase("""{"kty":"EC","alg":"RS256","kid":"k","n":"~","e":"AQAB"}""", KeyProblem.AlgorithmMismatch)]
    [TestCase("""{"kty":"RSA","alg":"RS256","kid":"k","n":"~","e":"AQAB"}""", KeyProblem.Weak)]
    [TestCase("""{"kty":"RSA","alg":"RS256","kid":"k"}""", KeyProblem.Invalid)]
    [TestCase("""{"kty":"AKP","alg":"ML-DSA-44","kid":"k","pub":"AAAA"}""", KeyProblem.Invalid)]
    [TestCase("""{"kty":"other","alg":"Ed25519","kid":"k"}""", KeyProblem.AlgorithmMismatch)]
    [Property("Requirement", "SIG-08")]
    [Property("Requirement", "SIG-20")]
    [Property("Requirement", "SIG-27")]
    public void Examine_Key_FindsTheProblem(string json, KeyProblem expected)
    {
        var problem = HttpSignatureAlgorithms.Default.Examine(Parse(json.Replace("~", X, StringComparison.Ordinal))!, out var algorithm);

        Assert.That(problem, Is.EqualTo(expected));
        Assert.That(algorithm is null, Is.EqualTo(expected != KeyProblem.None));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("\"x\"")]
    [TestCase("{")]
    [TestCase("{}")]
    [TestCase("""{"kty":""}""")]
    [TestCase("""{"kty":1}""")]
    [TestCase("""{"kty":null}""")]
    [TestCase("""{"kid":"k"}""")]
    [TestCase("""{"kty":"OKP","kid":1}""")]
    [TestCase("""{"kty":"OKP","alg":["Ed25519"]}""")]
    [TestCase("""{"kty":"OKP","crv":{}}""")]
    [TestCase("""{"kty":"OKP","x":1}""")]
    [TestCase("""{"kty":"OKP","x":""}""")]
    [TestCase("""{"kty":"OKP","x":"A"}""")]
    [TestCase("""{"kty":"OKP","x":"AAAAA"}""")]
    [TestCase("""{"kty":"OKP","x":"AAA="}""")]
    [TestCase("""{"kty":"OKP","x":"AA+A"}""")]
    [TestCase("""{"kty":"OKP","x":"AA/A"}""")]
    [TestCase("""{"kty":"OKP","x":"AA A"}""")]
    [TestCase("""{"kty":"OKP","x":"AA\nA"}""")]
    [TestCase("""{"kty":"OKP","x":"AAÄA"}""")]
    [TestCase("""{"kty":"EC","y":"!"}""")]
    [TestCase("""{"kty":"RSA","n":"!"}""")]
    [TestCase("""{"kty":"RSA","e":"!"}""")]
    [TestCase("""{"kty":"AKP","pub":"!"}""")]
    [TestCase("""{"kty":"OKP","kty":"OKP"}""")]
    [TestCase("""{"kty":"OKP","x":"AAAA","x":"AAAA"}""")]
    [TestCase("""{"kty":"OKP","zzz":1,"zzz":2}""")]
    [TestCase("""{"kty":"OKP","use":1}""")]
    [TestCase("""{"kty":"OKP","key_ops":"verify"}""")]
    [TestCase("""{"kty":"OKP","key_ops":[1]}""")]
    [TestCase("""{"kty":"OKP","key_ops":["verify",null]}""")]
    [TestCase("""{"kty":"OKP","kid":"\ud800"}""")]
    [TestCase("""{"kty":"OKP","\ud800":1}""")]
    [TestCase("""{"kty":"OKP","x5c":[[[[[[[[[1]]]]]]]]]}""")]
    [TestCase("""{"kty":"OKP"} x""")]
    [TestCase("""{"kty":"OKP",}""")]
    public void TryParse_Malformed_Fails(string json)
    {
        Assert.That(JsonWebKey.TryParse(Encoding.UTF8.GetBytes(json), out var key), Is.False);
        Assert.That(key, Is.Null);
    }

    [Test]
    public void HasSameNumbersAs_OtherNumbers_IsFalse()
    {
        var keys = new[] { JoseAlgorithms.Ed25519, JoseAlgorithms.Es256, JoseAlgorithms.Es384, JoseAlgorithms.Rs256 }
            .Select(name => TestKeys.Get(name).PublicKey)
            .Concat([Parse(P256.Replace("\"y\":\"", "\"y\":\"AAAA", StringComparison.Ordinal))!, Parse(Rsa.Replace("AQAB", "Aw", StringComparison.Ordinal))!])
            .Concat([new JsonWebKey { KeyType = "AKP", PublicBytes = new byte[] { 1 } }, new JsonWebKey { KeyType = "AKP", PublicBytes = new byte[] { 2 } }])
            .Concat([new JsonWebKey { KeyType = "OKP", Curve = "a" }, new JsonWebKey { KeyType = "OKP", Curve = "b" }, new JsonWebKey { KeyType = "OKP", X = new byte[] { 1 } }])
            .ToArray();
        foreach (var first in keys)
        {
            foreach (var second in keys)
            {
                Assert.That(first.HasSameNumbersAs(second), Is.EqualTo(ReferenceEquals(first, second)));
            }
        }
    }

    [Test]
    public void ToJson_KeyOfAnAlgorithmThePlatformLacks_KeepsItsBytes()
    {
        var key = Parse("""{"kty":"AKP","alg":"ML-DSA-44","kid":"k","pub":"AAEC"}""")!;

        Assert.That(Encoding.UTF8.GetString(key.ToJson()), Does.Contain("\"pub\":\"AAEC\""));
    }

    private static JsonWebKey? Parse(string json) => JsonWebKey.TryParse(Encoding.UTF8.GetBytes(json), out var key) ? key : null;

    private static string JsonOf(string algorithm) => Encoding.UTF8.GetString(TestKeys.Get(algorithm).PublicKey.ToJson());
}
