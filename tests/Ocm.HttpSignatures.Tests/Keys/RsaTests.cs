using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ocm.HttpSignatures.Keys;

namespace Ocm.HttpSignatures.Tests.Keys;

public sealed class RsaTests
{
    private static readonly byte[] Data = "what is signed"u8.ToArray();

    private static readonly JsonElement Vectors = TestVectors.Read("rsa.json");

    private static readonly string[] RsaNames =
        [JoseAlgorithms.Rs256, JoseAlgorithms.Rs384, JoseAlgorithms.Rs512, JoseAlgorithms.Ps256, JoseAlgorithms.Ps384, JoseAlgorithms.Ps512];

    [Test]
    public async Task Verify_SignatureOfAnotherAlgorithm_IsRefused()
    {
        using var rsa = RSA.Create(2048);
        var pkcs8 = rsa.ExportPkcs8PrivateKey();
        foreach (var signer in RsaNames)
        {
            var signature = await LocalSigningKey.ImportPkcs8("k", signer, pkcs8).SignAsync(Data);
            Assert.That(signature, Has.Length.EqualTo(256));
            foreach (var verifier in RsaNames)
            {
                var key = TestKeys.Verifier(LocalSigningKey.ImportPkcs8("k", verifier, pkcs8));
                Assert.That(key.Verify(Data, signature), Is.EqualTo(signer == verifier), $"{signer} by {verifier}");
                Assert.That(key.Verify("other"u8, signature), Is.False);
            }
        }
    }

    [TestCase("0", false)]
    [TestCase("20", false)]
    [TestCase("32", true)]
    [TestCase("64", false)]
    public void Verify_PssOfOpenSsl_IsAcceptedWithASaltAsLongAsTheHash(string saltLength, bool expected) =>
        Assert.That(VectorKey(JoseAlgorithms.Ps256).Verify(Data, Vectors.GetProperty("pss").GetProperty(saltLength).GetBytesFromBase64()), Is.EqualTo(expected));

    [Test]
    public async Task SignAsync_Pkcs1_IsWhatOpenSslMakes()
    {
        var expected = Vectors.GetProperty("pkcs1").GetBytesFromBase64();
        var made = await LocalSigningKey.ImportJson(VectorJson(JoseAlgorithms.Rs256)).SignAsync(Data);

        Assert.That(made, Is.EqualTo(expected));
        Assert.That(VectorKey(JoseAlgorithms.Rs256).Verify(Data, expected), Is.True);
    }

    [Test]
    public async Task Verify_SignatureOfAnotherLength_IsRefused()
    {
        var key = TestKeys.Get(JoseAlgorithms.Rs256);
        var signature = await key.SignAsync(Data);
        var verifier = TestKeys.Verifier(key);

        Assert.That(verifier.Verify(Data, signature), Is.True);
        foreach (var odd in new byte[][] { [], signature[..^1], [.. signature, 0], [0, .. signature], new byte[signature.Length], Enumerable.Repeat((byte)0xff, signature.Length).ToArray() })
        {
            Assert.That(verifier.Verify(Data, odd), Is.False);
        }
    }

    [TestCase(2047, "AQAB", KeyProblem.Weak)]
    [TestCase(1024, "AQAB", KeyProblem.Weak)]
    [TestCase(512, "AQAB", KeyProblem.Weak)]
    [TestCase(2048, "AQAB", KeyProblem.None)]
    [TestCase(2048, "Aw", KeyProblem.None)]
    [TestCase(2048, "AAEAAQ", KeyProblem.None)]
    [TestCase(2048, "AQ", KeyProblem.Weak)]
    [TestCase(2048, "AA", KeyProblem.Invalid)]
    [TestCase(2048, "BA", KeyProblem.Invalid)]
    [TestCase(2048, "_____w", KeyProblem.None)]
    [TestCase(2048, "AQAAAAE", KeyProblem.Invalid)]
    [TestCase(8192, "AQAB", KeyProblem.None)]
    [TestCase(8193, "AQAB", KeyProblem.Invalid)]
    [Property("Requirement", "SIG-20")]
    public void Examine_Sizes_AreBounded(int bits, string exponent, KeyProblem expected)
    {
        var modulus = new byte[(bits + 7) / 8];
        modulus[0] = (byte)(1 << ((bits - 1) % 8));
        modulus[^1] |= 1;

        Assert.That(Examine(modulus, exponent), Is.EqualTo(expected));
        Assert.That(Examine([0, 0, .. modulus], exponent), Is.EqualTo(expected));
    }

    [Test]
    public void Examine_EvenOrMissingModulus_IsInvalid()
    {
        var even = new byte[256];
        even[0] = 0x80;

        Assert.That(Examine(even, "AQAB"), Is.EqualTo(KeyProblem.Invalid));
        Assert.That(Examine([0, 0], "AQAB"), Is.EqualTo(KeyProblem.Invalid));
        Assert.That(Examine([], "AQAB"), Is.EqualTo(KeyProblem.Invalid));
    }

    [Test]
    public async Task TryCreate_ModulusWithLeadingZeros_Verifies()
    {
        var key = TestKeys.Get(JoseAlgorithms.Ps256);
        var padded = new JsonWebKey
        {
            KeyType = "RSA",
            KeyId = "k",
            Algorithm = JoseAlgorithms.Ps256,
            Modulus = new byte[] { 0 }.Concat(key.PublicKey.Modulus.ToArray()).ToArray(),
            Exponent = new byte[] { 0 }.Concat(key.PublicKey.Exponent.ToArray()).ToArray(),
        };
        var signature = await key.SignAsync(Data);

        Assert.That(VerificationKey.TryCreate(padded, out var verifier, out _), Is.True);
        Assert.That(verifier!.Verify(Data, signature), Is.True);
    }

    [Test]
    public void ImportPkcs8_WeakKey_Throws()
    {
        using var rsa = RSA.Create(1024);

        Assert.That(() => LocalSigningKey.ImportPkcs8("k", JoseAlgorithms.Rs256, rsa.ExportPkcs8PrivateKey()), Throws.TypeOf<CryptographicException>());
    }

    [Test]
    public void ExportJson_Numbers_HaveNoLeadingZeros()
    {
        using var json = JsonDocument.Parse(TestKeys.Get(JoseAlgorithms.Rs256).ExportJson());
        foreach (var name in new[] { "n", "e", "d", "p", "q", "dp", "dq", "qi" })
        {
            Assert.That(System.Buffers.Text.Base64Url.DecodeFromChars(json.RootElement.GetProperty(name).GetString())[0], Is.Not.Zero, name);
        }
    }

    [Test]
    public void ImportJson_NumberShorterThanHalf_IsTakenAndWrittenAsShort()
    {
        var json = VectorJson(JoseAlgorithms.Rs256);

        using var exported = JsonDocument.Parse(LocalSigningKey.ImportJson(json).ExportJson());
        using var original = JsonDocument.Parse(json);
        foreach (var name in new[] { "n", "e", "d", "p", "q", "dp", "dq", "qi" })
        {
            Assert.That(exported.RootElement.GetProperty(name).GetString(), Is.EqualTo(original.RootElement.GetProperty(name).GetString()), name);
        }
    }

    [Test]
    public void ImportJson_PrimesOfDifferentSize_IsRefusedPlainly()
    {
        var json = Encoding.UTF8.GetBytes(TestVectors.Read("rfc9421.json").GetProperty("privateKeys")[1].GetRawText());

        Assert.That(() => LocalSigningKey.ImportJson(json), Throws.TypeOf<CryptographicException>().With.Message.Contains("primes"));
    }

    private static VerificationKey VectorKey(string algorithm) => TestKeys.Verifier(LocalSigningKey.ImportJson(VectorJson(algorithm)));

    private static byte[] VectorJson(string algorithm) =>
        Encoding.UTF8.GetBytes(Vectors.GetProperty("key").GetRawText().Replace(JoseAlgorithms.Ps256, algorithm, StringComparison.Ordinal));

    private static KeyProblem Examine(byte[] modulus, string exponent)
    {
        var key = new JsonWebKey
        {
            KeyType = "RSA",
            KeyId = "k",
            Algorithm = JoseAlgorithms.Rs256,
            Modulus = modulus,
            Exponent = System.Buffers.Text.Base64Url.DecodeFromChars(exponent),
        };
        return HttpSignatureAlgorithms.Default.Examine(key, out _);
    }
}
