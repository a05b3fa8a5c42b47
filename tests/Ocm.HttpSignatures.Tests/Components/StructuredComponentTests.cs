using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Keys;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Tests.Components;

/// <summary>Fields whose structure an RFC defines can be covered in strict form, and all printable characters can be signed.</summary>
public sealed class StructuredComponentTests
{
    [TestCase("accept-ch", StructuredFieldType.List)]
    [TestCase("accept-signature", StructuredFieldType.Dictionary)]
    [TestCase("cache-status", StructuredFieldType.List)]
    [TestCase("capsule-protocol", StructuredFieldType.Item)]
    [TestCase("cdn-cache-control", StructuredFieldType.Dictionary)]
    [TestCase("client-cert", StructuredFieldType.Item)]
    [TestCase("client-cert-chain", StructuredFieldType.List)]
    [TestCase("content-digest", StructuredFieldType.Dictionary)]
    [TestCase("priority", StructuredFieldType.Dictionary)]
    [TestCase("proxy-status", StructuredFieldType.List)]
    [TestCase("repr-digest", StructuredFieldType.Dictionary)]
    [TestCase("signature", StructuredFieldType.Dictionary)]
    [TestCase("signature-input", StructuredFieldType.Dictionary)]
    [TestCase("want-content-digest", StructuredFieldType.Dictionary)]
    [TestCase("want-repr-digest", StructuredFieldType.Dictionary)]
    public void GetStructuredFieldType_FieldOfAnRfc_IsItsType(string name, StructuredFieldType type) =>
        Assert.That(new RequestStub().GetStructuredFieldType(name), Is.EqualTo(type));

    [Test]
    public void GetStructuredFieldType_OtherField_IsUnknown() =>
        Assert.That(new RequestStub().GetStructuredFieldType("x-own"), Is.Null);

    [TestCase("}~!")]
    [TestCase("a\tb")]
    public async Task SignAsync_AnyPrintableCharacters_AreSigned(string value)
    {
        var request = new RequestStub().With("x-own", value);

        var fields = await HttpMessageSigner.SignAsync(request, new[] { SignatureComponent.Field("x-own") }, new SignatureParameters(), TestKeys.Get(JoseAlgorithms.Ed25519));

        Assert.That(fields.SignatureInput, Does.Contain("x-own"));
    }

    [Test]
    public async Task Verify_DigestBufferOfAnotherSize_Throws()
    {
        var key = TestKeys.Get(JoseAlgorithms.Ed25519);
        var request = new RequestStub();
        request.With(await HttpMessageSigner.SignAsync(request, new[] { SignatureComponent.Method }, new SignatureParameters(), key));
        Assert.That(SignatureSet.TryParse(request, out var signatures, out _), Is.True);

        Assert.That(
            () => signatures!.Signatures[0].Verify(request, TestKeys.Verifier(key), new byte[ReceivedSignature.SignedDigestSize - 1]),
            Throws.ArgumentException);
    }
}
