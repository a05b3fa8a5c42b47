using System.Security.Cryptography;
using Ocm.HttpSignatures.Keys;

namespace Ocm.HttpSignatures.Tests.Keys;

public sealed class EcdsaTests
{
    private static readonly byte[] Data = "what is signed"u8.ToArray();

    [TestCase(JoseAlgorithms.Es256, 64)]
    [TestCase(JoseAlgorithms.Es384, 96)]
    public async Task Verify_OddSignatures_AreRefused(string algorithm, int size)
    {
        var key = TestKeys.Get(algorithm);
        var verifier = TestKeys.Verifier(key);
        var signature = await key.SignAsync(Data);
        var half = size / 2;
        var zeros = new byte[half];

        Assert.That(signature, Has.Length.EqualTo(size));
        Assert.That(verifier.Verify(Data, signature), Is.True);
        Assert.That(verifier.Verify("other"u8, signature), Is.False);
        foreach (var odd in new byte[][]
        {
            [], [.. signature, 0], [0, .. signature], signature[..^1], [.. signature[half..], .. signature[..half]],
            [.. zeros, .. signature[half..]], [.. signature[..half], .. zeros], new byte[size], Enumerable.Repeat((byte)0xff, size).ToArray(), ToDer(signature),
        })
        {
            Assert.That(verifier.Verify(Data, odd), Is.False, Convert.ToHexString(odd));
        }
    }

    [TestCase(JoseAlgorithms.Es256, "P-256", 32)]
    [TestCase(JoseAlgorithms.Es384, "P-384", 48)]
    public void TryCreate_PointNotOnTheCurve_IsInvalid(string algorithm, string curve, int size)
    {
        var good = TestKeys.Get(algorithm).PublicKey;
        var y = good.Y.ToArray();
        y[^1] ^= 1;
        foreach (var (pointX, pointY) in new[] { (good.X.ToArray(), y), (new byte[size], new byte[size]), (good.Y.ToArray(), good.X.ToArray()) })
        {
            var key = new JsonWebKey { KeyType = "EC", Curve = curve, KeyId = "k", Algorithm = algorithm, X = pointX, Y = pointY };

            Assert.That(VerificationKey.TryCreate(key, out var verificationKey, out var problem), Is.False);
            Assert.That(problem, Is.EqualTo(KeyProblem.Invalid));
            Assert.That(verificationKey, Is.Null);
        }
    }

    [Test]
    public async Task GetSignatureBytes_EcdsaTwin_IsAnotherSignatureOfTheSameDigest()
    {
        // (r, n - s) is as valid as (r, s): who recognises repeated requests by signature bytes lets this one pass.
        var key = TestKeys.Get(JoseAlgorithms.Es256);
        var fields = await HttpMessageSigner.SignAsync(new RequestStub(), default, new SignatureParameters { Created = 1 }, key);
        var original = Parse(fields);
        var signature = original.GetSignatureBytes();
        var order = new System.Numerics.BigInteger(Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);
        var s = (order - new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] twin = [.. signature[..32], .. new byte[32 - s.Length], .. s];
        var repeated = Parse(fields with { Signature = $"sig1=:{Convert.ToBase64String(twin)}:" });
        byte[] firstDigest = new byte[ReceivedSignature.SignedDigestSize], secondDigest = new byte[ReceivedSignature.SignedDigestSize];

        Assert.That(original.Verify(new RequestStub(), TestKeys.Verifier(key), firstDigest).IsValid, Is.True);
        Assert.That(repeated.Verify(new RequestStub(), TestKeys.Verifier(key), secondDigest).IsValid, Is.True);
        Assert.That(twin, Is.Not.EqualTo(signature));
        Assert.That(secondDigest, Is.EqualTo(firstDigest));
        Assert.That(firstDigest, Is.Not.EqualTo(new byte[ReceivedSignature.SignedDigestSize]));
    }

    private static ReceivedSignature Parse(SignedFields fields)
    {
        Assert.That(SignatureSet.TryParse(new RequestStub().With(fields), out var signatures, out _), Is.True);
        return signatures!.Signatures[0];
    }

    private static byte[] ToDer(byte[] signature)
    {
        using var ecdsa = ECDsa.Create(signature.Length == 64 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384);
        return ecdsa.SignData(Data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
