using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Ocm.HttpSignatures.Keys;

namespace Ocm.HttpSignatures.Tests.Keys;

public sealed class LocalSigningKeyTests
{
    // RFC 8410, section 10.3: the same key without and with attributes and public key.
    private const string Rfc8410 = "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC";
    private const string Rfc8410WithPublicKey = "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhCoB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";

    [Test]
    [Property("Requirement", "SIG-09")]
    public void Generate_Default_IsEd25519()
    {
        var key = LocalSigningKey.Generate("https://e.example/ocm#key1");

        Assert.That(key.Algorithm.Name, Is.EqualTo("Ed25519"));
        Assert.That(key.KeyId, Is.EqualTo("https://e.example/ocm#key1"));
        Assert.That(key.PublicKey.KeyType, Is.EqualTo("OKP"));
        Assert.That(key.PublicKey.Curve, Is.EqualTo("Ed25519"));
        var another = LocalSigningKey.Generate(key.KeyId);
        Assert.That(another.PublicKey.ToJson(), Is.Not.EqualTo(key.PublicKey.ToJson()));
    }

    [Test]
    public void Generate_Rsa_Has3072Bits() => Assert.That(LocalSigningKey.Generate("k", JoseAlgorithms.Rs256).PublicKey.Modulus.Length, Is.EqualTo(384));

    [TestCaseSource(typeof(TestKeys), nameof(TestKeys.Algorithms))]
    public async Task Generate_AnyAlgorithm_SignsForItsPublicKey(string algorithm)
    {
        Assert.That(HttpSignatureAlgorithms.Default.TryGet(algorithm, out var found), Is.True);
        if (!found!.IsSupported)
        {
            Assert.Ignore($"{algorithm} is not available on this platform: unproven here.");
        }

        var key = LocalSigningKey.Generate("k", algorithm);

        var data = "data"u8.ToArray();
        var signature = await key.SignAsync(data);

        Assert.That(TestKeys.Verifier(key).Verify(data, signature), Is.True);
    }

    [TestCase(JoseAlgorithms.Ed25519, "x")]
    [TestCase(JoseAlgorithms.Rs256, "n")]
    public void ImportJson_PublicPartOfAnotherKey_Throws(string algorithm, string member)
    {
        var json = JsonNode.Parse(LocalSigningKey.Generate("k", algorithm).ExportJson())!.AsObject();
        json[member] = JsonNode.Parse(LocalSigningKey.Generate("k", algorithm).PublicKey.ToJson())![member]!.GetValue<string>();

        Assert.That(() => LocalSigningKey.ImportJson(Encoding.UTF8.GetBytes(json.ToJsonString())), Throws.InstanceOf<CryptographicException>());
    }

    [TestCase("AAAA")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void ImportJson_Ed25519SeedOfAnotherLength_Throws(string seed)
    {
        var json = JsonNode.Parse(LocalSigningKey.Generate("k").ExportJson())!.AsObject();
        json["d"] = seed;

        Assert.That(() => LocalSigningKey.ImportJson(Encoding.UTF8.GetBytes(json.ToJsonString())), Throws.InstanceOf<CryptographicException>());
    }

    [TestCase("none")]
    [TestCase("HS256")]
    [TestCase("ed25519")]
    [TestCase("")]
    [Property("Requirement", "SIG-08")]
    public void Generate_UnknownAlgorithm_Throws(string algorithm) =>
        Assert.That(() => LocalSigningKey.Generate("k", algorithm), Throws.TypeOf<ArgumentException>());

    [TestCase("")]
    [TestCase("ü")]
    [TestCase("a\nb")]
    public void Generate_IdThatCannotBeAKeyId_Throws(string keyId) =>
        Assert.That(() => LocalSigningKey.Generate(keyId), Throws.TypeOf<ArgumentException>());

    [Test]
    public void Generate_PlatformLacksIt_Throws()
    {
        if (MLDsa.IsSupported)
        {
            Assert.Ignore("This platform has ML-DSA.");
        }

        Assert.That(() => LocalSigningKey.Generate("k", JoseAlgorithms.MLDsa44), Throws.TypeOf<PlatformNotSupportedException>());
    }

    [TestCase(Rfc8410)]
    [TestCase(Rfc8410WithPublicKey)]
    public void ImportPkcs8_Rfc8410Examples_HaveTheRfcsPublicKey(string pkcs8)
    {
        var key = LocalSigningKey.ImportPkcs8("k", JoseAlgorithms.Ed25519, Convert.FromBase64String(pkcs8));

        Assert.That(Convert.ToBase64String(key.PublicKey.X.Span), Is.EqualTo("Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="));
        Assert.That(Convert.ToBase64String(key.ExportPkcs8()), Is.EqualTo(Rfc8410));
    }

    [TestCase("")]
    [TestCase("MC4=")]
    [TestCase("MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhCAA==")]
    [TestCase("MC4CAQIwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC")]
    [TestCase("MC4CAQAwBQYDK2VxBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC")]
    [TestCase("MDACAQAwBwYDK2VwBQAEIgQg1O5y2/kTWErVttjx92n4rTr+fCjL8dT74Jeoj0R1WEI=")]
    [TestCase("MC0CAQAwBQYDK2VwBCEEH9Tuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVg=")]
    [TestCase("MC8CAQAwBQYDK2VwBCMEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhCAA==")]
    public void ImportPkcs8_NoEd25519Key_Throws(string pkcs8) =>
        Assert.That(
            () => LocalSigningKey.ImportPkcs8("k", JoseAlgorithms.Ed25519, Convert.FromBase64String(pkcs8)),
            Throws.TypeOf<CryptographicException>().With.InnerException.Null);

    [Test]
    public void ImportPkcs8_KeyOfAnotherAlgorithm_Throws()
    {
        foreach (var source in new[] { JoseAlgorithms.Ed25519, JoseAlgorithms.Es256, JoseAlgorithms.Es384, JoseAlgorithms.Rs256 })
        {
            var pkcs8 = TestKeys.Get(source).ExportPkcs8();
            foreach (var target in new[] { JoseAlgorithms.Ed25519, JoseAlgorithms.Es256, JoseAlgorithms.Es384, JoseAlgorithms.Rs256 }.Where(name => name != source))
            {
                Assert.That(() => LocalSigningKey.ImportPkcs8("k", target, pkcs8), Throws.InstanceOf<CryptographicException>(), $"{source} as {target}");
            }

            Assert.That(() => LocalSigningKey.ImportPkcs8("k", source, [.. pkcs8, 0]), Throws.InstanceOf<CryptographicException>(), $"{source} with a byte behind");
            Assert.That(() => LocalSigningKey.ImportPkcs8("k", source, pkcs8.AsSpan(0, pkcs8.Length - 1)), Throws.InstanceOf<CryptographicException>(), $"{source} cut short");
        }
    }

    [Test]
    public void ImportPkcs8_AnotherCurveOfTheSameSize_Throws()
    {
        using var ecdsa = ECDsa.Create(ECCurve.CreateFromValue("1.3.132.0.10"));

        Assert.That(() => LocalSigningKey.ImportPkcs8("k", JoseAlgorithms.Es256, ecdsa.ExportPkcs8PrivateKey()), Throws.InstanceOf<CryptographicException>());
    }

    [TestCase(JoseAlgorithms.Ed25519, "x")]
    [TestCase(JoseAlgorithms.Ed25519, "d")]
    [TestCase(JoseAlgorithms.Es256, "x")]
    [TestCase(JoseAlgorithms.Es256, "d")]
    [TestCase(JoseAlgorithms.Rs256, "n")]
    [TestCase(JoseAlgorithms.Rs256, "d")]
    [TestCase(JoseAlgorithms.Rs256, "p")]
    public void ImportJson_NumberOfAnotherKey_Throws(string algorithm, string member)
    {
        var json = JsonNode.Parse(TestKeys.Get(algorithm).ExportJson())!;
        var another = algorithm == JoseAlgorithms.Rs256
            ? JsonNode.Parse(TestVectors.Read("rsa.json").GetProperty("key").GetRawText())!
            : JsonNode.Parse(LocalSigningKey.Generate("k", algorithm).ExportJson())!;
        json[member] = another[member]!.DeepClone();

        Assert.That(() => LocalSigningKey.ImportJson(Bytes(json)), Throws.InstanceOf<CryptographicException>());
    }

    [TestCase(JoseAlgorithms.Ed25519, "kty", "EC")]
    [TestCase(JoseAlgorithms.Ed25519, "crv", "P-256")]
    [TestCase(JoseAlgorithms.Ed25519, "alg", "ES256")]
    [TestCase(JoseAlgorithms.Ed25519, "alg", "none")]
    [TestCase(JoseAlgorithms.Ed25519, "kid", "")]
    [TestCase(JoseAlgorithms.Ed25519, "kid", "ü")]
    [TestCase(JoseAlgorithms.Ed25519, "d", "AAAA")]
    [TestCase(JoseAlgorithms.Es256, "crv", "P-384")]
    [TestCase(JoseAlgorithms.Es256, "d", "!")]
    [TestCase(JoseAlgorithms.Rs256, "e", "AQ")]
    [TestCase(JoseAlgorithms.Rs256, "dq", "AAAA")]
    public void ImportJson_MemberChanged_Throws(string algorithm, string member, string value)
    {
        var json = JsonNode.Parse(TestKeys.Get(algorithm).ExportJson())!;
        json[member] = value;

        Assert.That(() => LocalSigningKey.ImportJson(Bytes(json)), Throws.InstanceOf<CryptographicException>().With.InnerException.Null);
    }

    [TestCase(JoseAlgorithms.Ed25519)]
    [TestCase(JoseAlgorithms.Es256)]
    [TestCase(JoseAlgorithms.Rs256)]
    public void ImportJson_MemberMissing_Throws(string algorithm)
    {
        var members = JsonNode.Parse(TestKeys.Get(algorithm).ExportJson())!.AsObject().Select(member => member.Key).Where(name => name != "use").ToArray();
        foreach (var member in members)
        {
            var json = JsonNode.Parse(TestKeys.Get(algorithm).ExportJson())!.AsObject();
            json.Remove(member);
            Assert.That(() => LocalSigningKey.ImportJson(Bytes(json)), Throws.InstanceOf<CryptographicException>(), member);
        }
    }

    [TestCase("")]
    [TestCase("x")]
    [TestCase("[]")]
    [TestCase("{}")]
    public void ImportJson_NoKey_ThrowsWithoutItsText(string json) =>
        Assert.That(
            () => LocalSigningKey.ImportJson(Encoding.UTF8.GetBytes(json)),
            Throws.TypeOf<CryptographicException>().With.InnerException.Null);

    [TestCaseSource(typeof(TestKeys), nameof(TestKeys.Algorithms))]
    public void ToString_Key_HidesThePrivatePart(string algorithm)
    {
        var key = TestKeys.Get(algorithm);

        Assert.That(key.ToString(), Is.EqualTo($"LocalSigningKey ({algorithm}, {key.KeyId})"));
        Assert.That(TestKeys.Verifier(key).ToString(), Is.EqualTo($"VerificationKey ({algorithm})"));
    }

    [Test]
    public void SignAsync_Cancelled_Throws() =>
        Assert.That(
            () => TestKeys.Get(JoseAlgorithms.Ed25519).SignAsync(ReadOnlyMemory<byte>.Empty, new CancellationToken(canceled: true)).AsTask(),
            Throws.InstanceOf<OperationCanceledException>());

    [TestCaseSource(typeof(TestKeys), nameof(TestKeys.Algorithms))]
    public void SignAndVerify_ManyThreads_AllSucceed(string algorithm)
    {
        var key = TestKeys.Get(algorithm);
        var verifier = TestKeys.Verifier(key);
        var failures = 0;
        Parallel.For(0, 48, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var data = BitConverter.GetBytes(i);
            var signature = key.SignAsync(data).AsTask().GetAwaiter().GetResult();
            if (!verifier.Verify(data, signature) || verifier.Verify("other"u8, signature))
            {
                Interlocked.Increment(ref failures);
            }
        });

        Assert.That(failures, Is.Zero);
    }

    private static byte[] Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
