using System.Diagnostics.CodeAnalysis;
using System.Text;
using Ocm.HttpSignatures.Keys;

namespace Ocm.HttpSignatures.Tests.Keys;

public sealed class HttpSignatureAlgorithmsTests
{
    [TestCase("Ed25519", "ed25519")]
    [TestCase("EdDSA", "ed25519")]
    [TestCase("ES256", "ecdsa-p256-sha256")]
    [TestCase("ES384", "ecdsa-p384-sha384")]
    [TestCase("RS256", "rsa-v1_5-sha256")]
    [TestCase("RS384", null)]
    [TestCase("RS512", null)]
    [TestCase("PS256", null)]
    [TestCase("PS384", null)]
    [TestCase("PS512", "rsa-pss-sha512")]
    [TestCase("ML-DSA-44", null)]
    [TestCase("ML-DSA-65", null)]
    [TestCase("ML-DSA-87", null)]
    [Property("Requirement", "SIG-20")]
    public void TryGet_BuiltIn_KnowsItsCounterpart(string name, string? registryName)
    {
        Assert.That(HttpSignatureAlgorithms.Default.TryGet(name, out var algorithm), Is.True);
        Assert.That(algorithm!.Name, Is.EqualTo(name));
        Assert.That(algorithm.RegistryName, Is.EqualTo(registryName));
        Assert.That(registryName is null || SignatureAlgorithmRegistry.Contains(registryName), Is.True);
    }

    [Test]
    [Property("Requirement", "SIG-08")]
    public void All_BuiltIn_AreAsymmetric()
    {
        Assert.That(HttpSignatureAlgorithms.Default.All.Select(algorithm => algorithm.Name), Is.EquivalentTo(TestKeys.Algorithms));
        foreach (var name in new[] { "none", "HS256", "HS384", "HS512", "ed25519", "" })
        {
            Assert.That(HttpSignatureAlgorithms.Default.TryGet(name, out _), Is.False, name);
        }
    }

    [TestCase("none")]
    [TestCase("HS256")]
    [TestCase("HS384")]
    [TestCase("HS512")]
    [Property("Requirement", "SIG-08")]
    public void With_NoneOrMac_Throws(string name) =>
        Assert.That(() => HttpSignatureAlgorithms.Default.With(new VendorAlgorithm(name)), Throws.TypeOf<ArgumentException>());

    [Test]
    public void With_VendorAlgorithm_VerifiesWithIt()
    {
        const string Json = """{"keys":[{"kty":"vendor","kid":"k","alg":"V1"}]}""";
        var algorithms = HttpSignatureAlgorithms.Default.With(new VendorAlgorithm("V1"));

        Assert.That(JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(Json), out var set, algorithms), Is.True);
        Assert.That(VerificationKey.TryCreate(set!.Keys[0], out var key, out _, algorithms), Is.True);
        Assert.That(key!.Verify("data"u8, "V1"u8), Is.True);
        Assert.That(VerificationKey.TryCreate(set.Keys[0], out _, out var problem), Is.False);
        Assert.That(problem, Is.EqualTo(KeyProblem.UnknownAlgorithm));
        Assert.That(algorithms.TryGet(JoseAlgorithms.Ed25519, out _), Is.True);
        Assert.That(HttpSignatureAlgorithms.Default.TryGet("V1", out _), Is.False);
    }

    [Test]
    public void With_BuiltInName_TakesItsPlace()
    {
        var own = new VendorAlgorithm(JoseAlgorithms.Es256);
        var algorithms = HttpSignatureAlgorithms.Default.With(own);

        Assert.That(algorithms.TryGet(JoseAlgorithms.Es256, out var found) ? found : null, Is.SameAs(own));
        Assert.That(algorithms.All.Count(), Is.EqualTo(HttpSignatureAlgorithms.Default.All.Count()));
    }

    [Test]
    public void Without_Name_LeavesTheOthers()
    {
        var algorithms = HttpSignatureAlgorithms.Default.Without(JoseAlgorithms.Rs256).Without("unknown");

        Assert.That(algorithms.TryGet(JoseAlgorithms.Rs256, out _), Is.False);
        Assert.That(algorithms.All.Count(), Is.EqualTo(TestKeys.Algorithms.Length - 1));
    }

    [Test]
    public void Examine_AlgorithmThePlatformLacks_IsUnsupported()
    {
        var algorithms = HttpSignatureAlgorithms.Default.With(new VendorAlgorithm("V1") { IsSupported = false });
        var key = new JsonWebKey { KeyType = "vendor", KeyId = "k", Algorithm = "V1" };

        Assert.That(algorithms.Examine(key, out var algorithm), Is.EqualTo(KeyProblem.UnsupportedAlgorithm));
        Assert.That(algorithm, Is.Null);
    }

    [Test]
    public void Members_Null_Throw()
    {
        var algorithms = HttpSignatureAlgorithms.Default;
        Assert.That(() => algorithms.With(null!), Throws.ArgumentNullException);
        Assert.That(() => algorithms.Without(null!), Throws.ArgumentNullException);
        Assert.That(() => algorithms.TryGet(null!, out _), Throws.ArgumentNullException);
        Assert.That(() => algorithms.Examine(null!, out _), Throws.ArgumentNullException);
    }

    [Test]
    public void Constructors_KeyWithoutId_Throw()
    {
        var key = new JsonWebKey { KeyType = "vendor", Algorithm = "V1" };

        Assert.That(() => new VendorAlgorithm.Key(key, new VendorAlgorithm("V1")), Throws.TypeOf<ArgumentException>());
        Assert.That(() => new VendorAlgorithm.Key(null!, new VendorAlgorithm("V1")), Throws.ArgumentNullException);
        Assert.That(() => new VendorAlgorithm.Key(new JsonWebKey { KeyType = "vendor", KeyId = "k" }, null!), Throws.ArgumentNullException);
    }

    private sealed class VendorAlgorithm(string name) : IHttpSignatureAlgorithm
    {
        public string Name => name;

        public string? RegistryName => null;

        public bool IsSupported { get; init; } = true;

        public KeyProblem Examine(JsonWebKey key) => key.KeyType == "vendor" ? KeyProblem.None : KeyProblem.AlgorithmMismatch;

        public bool TryCreateVerificationKey(JsonWebKey key, [NotNullWhen(true)] out VerificationKey? verificationKey)
        {
            verificationKey = new Key(key, this);
            return true;
        }

        internal sealed class Key(JsonWebKey key, IHttpSignatureAlgorithm algorithm) : VerificationKey(key, algorithm)
        {
            public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => signature.SequenceEqual(Encoding.ASCII.GetBytes(Algorithm.Name));
        }
    }
}
