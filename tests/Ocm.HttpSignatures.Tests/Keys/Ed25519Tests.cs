using System.Numerics;
using System.Security.Cryptography;
using Ocm.HttpSignatures.Keys;
using Ocm.HttpSignatures.Keys.Interop;

namespace Ocm.HttpSignatures.Tests.Keys;

/// <summary>
/// Ed25519 through OpenSSL and through BouncyCastle: both make and accept the same, and of the encodings on which
/// implementations differ, both accept exactly what docs/signatures.md says.
/// </summary>
public sealed class Ed25519Tests
{
    private static readonly byte[] Data = "what is signed"u8.ToArray();

    private static readonly Ed25519Algorithm BouncyCastle = new(JoseAlgorithms.Ed25519, new BouncyCastleEd25519());

    private static readonly Ed25519Algorithm? OpenSsl =
        OpenSslEd25519.TryLoad() is { } provider ? new Ed25519Algorithm(JoseAlgorithms.Ed25519, provider) : null;

    // RFC 8032, section 7.1: seed, public key, data, signature.
    [TestCase(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [TestCase(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [TestCase(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    [TestCase(
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704")]
    public void SignAndVerify_Rfc8032Vectors_AreReproduced(string seed, string publicKey, string data, string signature)
    {
        foreach (var provider in Providers())
        {
            var key = provider.ImportPrivateKey(Convert.FromHexString(seed));
            var made = new byte[64];
            key.Sign(Convert.FromHexString(data), made);
            var derived = new byte[32];
            key.GetPublicKey(derived);

            Assert.That(Convert.ToHexStringLower(made), Is.EqualTo(signature), provider.Name);
            Assert.That(Convert.ToHexStringLower(derived), Is.EqualTo(publicKey), provider.Name);
            Assert.That(Ed25519Provider.ComputesRight(provider), Is.True, provider.Name);
        }

        Assert.That(Verdict(Convert.FromHexString(publicKey), Convert.FromHexString(data), Convert.FromHexString(signature)), Is.True);
    }

    [Test]
    public void SignAndVerify_RandomInputs_AgreeAcrossProviders([Values(0, 1, 31, 64, 65, 367, 5000)] int length)
    {
        for (var i = 0; i < 8; i++)
        {
            var seed = RandomNumberGenerator.GetBytes(32);
            var data = RandomNumberGenerator.GetBytes(length);
            var made = Providers().Select(provider =>
            {
                var key = provider.ImportPrivateKey(seed);
                var output = new byte[96];
                key.Sign(data, output.AsSpan(0, 64));
                key.GetPublicKey(output.AsSpan(64));
                return Convert.ToHexString(output);
            }).Distinct().ToArray();
            Assert.That(made, Has.Length.EqualTo(1), "seed " + Convert.ToHexString(seed));

            var (signature, publicKey) = (Convert.FromHexString(made[0])[..64], Convert.FromHexString(made[0])[64..]);
            Assert.That(Verdict(publicKey, data, signature), Is.True);
            signature[RandomNumberGenerator.GetInt32(64)] ^= (byte)(1 << RandomNumberGenerator.GetInt32(8));
            Assert.That(Verdict(publicKey, data, signature), Is.False);
        }
    }

    [Test]
    public void Verify_CraftedWithoutFlaw_IsAccepted()
    {
        var (secret, publicKey) = Key(1);
        var r = Ed25519Signer.Scalar(2);

        Assert.That(Verdict(publicKey, Data, Ed25519Signer.Sign(secret, r, (r * EdwardsPoint.Base).Encode(), publicKey, Data)), Is.True);
    }

    [Test]
    public void Verify_NumberNotBelowTheOrder_IsRefused()
    {
        var (secret, publicKey) = Key(1);
        var r = Ed25519Signer.Scalar(2);
        var encodedR = (r * EdwardsPoint.Base).Encode();
        var s = (r + (Ed25519Signer.Challenge(encodedR, publicKey, Data) * secret)) % EdwardsPoint.Order;

        for (var multiple = s + EdwardsPoint.Order; multiple < BigInteger.Pow(2, 256); multiple += EdwardsPoint.Order)
        {
            Assert.That(Verdict(publicKey, Data, [.. encodedR, .. EdwardsPoint.Number(multiple)]), Is.False);
        }
    }

    [Test]
    public void IsAcceptableSignature_NumbersAroundTheOrder_EndsBelowIt()
    {
        var r = EdwardsPoint.Base.Encode();

        Assert.That(Ed25519Encoding.IsAcceptableSignature([.. r, .. EdwardsPoint.Number(0)]), Is.True);
        Assert.That(Ed25519Encoding.IsAcceptableSignature([.. r, .. EdwardsPoint.Number(EdwardsPoint.Order - 1)]), Is.True);
        Assert.That(Ed25519Encoding.IsAcceptableSignature([.. r, .. EdwardsPoint.Number(EdwardsPoint.Order)]), Is.False);
        Assert.That(Ed25519Encoding.IsAcceptableSignature([.. r, .. EdwardsPoint.Number(EdwardsPoint.Order + 1)]), Is.False);
        Assert.That(Ed25519Encoding.IsAcceptableSignature([.. r, .. EdwardsPoint.Number(BigInteger.Pow(2, 255))]), Is.False);
        Assert.That(Ed25519Encoding.IsAcceptableSignature([.. r, .. new byte[31]]), Is.False);
        Assert.That(Ed25519Encoding.IsAcceptableSignature([.. r, .. new byte[33]]), Is.False);
    }

    [Test]
    public void IsAcceptablePoint_SmallOrder_IsRefusedInEveryEncoding()
    {
        var points = EdwardsPoint.SmallOrder;
        Assert.That(points.Distinct().Count(), Is.EqualTo(8));
        foreach (var point in points)
        {
            Assert.That(point.IsOfSmallOrder, Is.True);
            Assert.That(Ed25519Encoding.IsAcceptablePoint(EdwardsPoint.Encode(point.Y, odd: false)), Is.False);
            Assert.That(Ed25519Encoding.IsAcceptablePoint(EdwardsPoint.Encode(point.Y, odd: true)), Is.False);
        }
    }

    [Test]
    public void IsAcceptablePoint_NumbersAroundTheFieldSize_EndsBelowIt()
    {
        foreach (var odd in new[] { false, true })
        {
            for (var y = EdwardsPoint.P; y < BigInteger.Pow(2, 255); y++)
            {
                Assert.That(Ed25519Encoding.IsAcceptablePoint(EdwardsPoint.Encode(y, odd)), Is.False);
            }

            Assert.That(Ed25519Encoding.IsAcceptablePoint(EdwardsPoint.Encode(EdwardsPoint.P - 1, odd)), Is.False, "of order 2");
            Assert.That(Ed25519Encoding.IsAcceptablePoint(EdwardsPoint.Encode(EdwardsPoint.P - 2, odd)), Is.True);
            Assert.That(Ed25519Encoding.IsAcceptablePoint(EdwardsPoint.Encode(2, odd)), Is.True);
        }
    }

    [Test]
    public void Examine_SmallOrderOrNonCanonicalKey_IsInvalid()
    {
        foreach (var encoding in EdwardsPoint.SmallOrder.Select(point => point.Encode()).Append(EdwardsPoint.Encode(EdwardsPoint.P + 3, odd: false)))
        {
            Assert.That(Verdict(encoding, Data, new byte[64]), Is.Null);
            Assert.That(BouncyCastle.Examine(PublicKey(encoding)), Is.EqualTo(KeyProblem.Invalid));
        }
    }

    [Test]
    public void TryCreateVerificationKey_AnyCoordinate_IsTakenWhenOnTheCurve()
    {
        var onCurve = 0;
        for (BigInteger y = 2; y < 66; y++)
        {
            var expected = EdwardsPoint.FromY(y, odd: true) is not null;
            onCurve += expected ? 1 : 0;
            Assert.That(BouncyCastle.TryCreateVerificationKey(PublicKey(EdwardsPoint.Encode(y, odd: true)), out _), Is.EqualTo(expected), $"{y}");
        }

        Assert.That(onCurve, Is.InRange(16, 48));
    }

    [Test]
    public void Verify_SmallOrderR_IsRefusedAlthoughTheEquationHolds()
    {
        var (secret, publicKey) = Key(1);
        foreach (var encoding in new[] { EdwardsPoint.Neutral.Encode(), EdwardsPoint.Encode(1, odd: true), EdwardsPoint.Encode(EdwardsPoint.P + 1, odd: false) })
        {
            Assert.That(Verdict(publicKey, Data, Ed25519Signer.Sign(secret, 0, encoding, publicKey, Data)), Is.False);
        }
    }

    [Test]
    public void Verify_RWithATorsionPart_IsRefused()
    {
        var (secret, publicKey) = Key(1);
        var r = Ed25519Signer.Scalar(2);
        foreach (var torsion in EdwardsPoint.SmallOrder.Where(point => point != EdwardsPoint.Neutral))
        {
            var encodedR = ((r * EdwardsPoint.Base) + torsion).Encode();

            Assert.That(Verdict(publicKey, Data, Ed25519Signer.Sign(secret, r, encodedR, publicKey, Data)), Is.False);
        }
    }

    [Test]
    public void Verify_KeyWithATorsionPart_IsJudgedWithoutCofactor()
    {
        var verdicts = new HashSet<bool>();
        var secret = Ed25519Signer.Scalar(1);
        for (var i = 0; i < 32; i++)
        {
            var torsion = EdwardsPoint.SmallOrder[1 + (i % 7)];
            var publicKey = ((secret * EdwardsPoint.Base) + torsion).Encode();
            var r = Ed25519Signer.Scalar(100 + i);
            var encodedR = (r * EdwardsPoint.Base).Encode();

            // R = S B - h A leaves -h T, which must be nothing; with the cofactor it always would be.
            var expected = Ed25519Signer.Challenge(encodedR, publicKey, Data) * torsion == EdwardsPoint.Neutral;
            verdicts.Add(expected);
            Assert.That(Verdict(publicKey, Data, Ed25519Signer.Sign(secret, r, encodedR, publicKey, Data)), Is.EqualTo(expected), $"round {i}");
        }

        Assert.That(verdicts, Has.Count.EqualTo(2));
    }

    [TestCase(0)]
    [TestCase(31)]
    [TestCase(33)]
    public void Examine_WrongSize_IsInvalid(int size) =>
        Assert.That(BouncyCastle.Examine(PublicKey(new byte[size])), Is.EqualTo(KeyProblem.Invalid));

    [Test]
    public void TryCreateVerificationKey_NotExamined_IsStillSafe() =>
        Assert.That(BouncyCastle.TryCreateVerificationKey(PublicKey(new byte[5]), out _), Is.False);

    [Test]
    public void ComputesRight_WrongProvider_IsNot()
    {
        Assert.That(Ed25519Provider.ComputesRight(new WrongProvider(throws: false, verifies: true)), Is.False);
        Assert.That(Ed25519Provider.ComputesRight(new WrongProvider(throws: false, verifies: false)), Is.False);
        Assert.That(Ed25519Provider.ComputesRight(new WrongProvider(throws: true, verifies: true)), Is.False);
    }

    [Test]
    public void Current_LibcryptoLoads_IsOpenSsl()
    {
        SkipWithoutOpenSsl();

        Assert.That(Ed25519Provider.Current.Name, Is.EqualTo("OpenSSL"));
    }

    /// <summary>Both implementations' verdict, which must be one; null when the key is refused.</summary>
    private static bool? Verdict(byte[] publicKey, byte[] data, byte[] signature)
    {
        var verdicts = new[] { BouncyCastle, OpenSsl }.OfType<Ed25519Algorithm>().Select(algorithm =>
        {
            var key = PublicKey(publicKey);
            return algorithm.Examine(key) == KeyProblem.None && algorithm.TryCreateVerificationKey(key, out var verificationKey)
                ? verificationKey.Verify(data, signature)
                : (bool?)null;
        }).Distinct().ToArray();
        Assert.That(verdicts, Has.Length.EqualTo(1), "The implementations disagree.");
        return verdicts[0];
    }

    private static (BigInteger Secret, byte[] PublicKey) Key(int seed)
    {
        var secret = Ed25519Signer.Scalar(seed);
        return (secret, (secret * EdwardsPoint.Base).Encode());
    }

    private static JsonWebKey PublicKey(byte[] x) =>
        new() { KeyType = "OKP", Curve = "Ed25519", KeyId = "k", Algorithm = JoseAlgorithms.Ed25519, X = x };

    private static IEnumerable<IEd25519Provider> Providers()
    {
        yield return new BouncyCastleEd25519();
        if (OpenSslEd25519.TryLoad() is { } openSsl)
        {
            yield return openSsl;
        }
    }

    private static void SkipWithoutOpenSsl()
    {
        if (OpenSsl is null)
        {
            Assert.Ignore("libcrypto of OpenSSL 3 is not here: unproven against it.");
        }
    }

    private sealed class WrongProvider(bool throws, bool verifies) : IEd25519Provider, IEd25519PrivateKey, IEd25519PublicKey
    {
        public string Name => "wrong";

        public IEd25519PublicKey ImportPublicKey(ReadOnlySpan<byte> publicKey) => this;

        public IEd25519PrivateKey ImportPrivateKey(ReadOnlySpan<byte> seed) =>
            throws ? throw new CryptographicException() : this;

        public void GetPublicKey(Span<byte> destination) => destination.Clear();

        public void Sign(ReadOnlySpan<byte> data, Span<byte> destination) => destination.Clear();

        public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => verifies;
    }
}
