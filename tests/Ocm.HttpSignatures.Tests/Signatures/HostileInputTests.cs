#pragma warning disable NUnit1027 // FsCheck supplies the arguments.
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;
using Ocm.HttpSignatures.Keys;
using Ocm.HttpSignatures.Tests.StructuredFields;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Ocm.HttpSignatures.Tests.Signatures;

/// <summary>Whatever stands in the fields, the answer is a value: nothing throws, and nothing that was not signed is valid.</summary>
public sealed class HostileInputTests
{
    private const string Input = "sig1=(\"@method\" \"@target-uri\" \"content-digest\" \"content-length\");created=1785060500;keyid=\"https://sender.example.org/ocm#key1\";nonce=\"n\";tag=\"ocm\"";

    [Property(MaxTest = 2000, Arbitrary = [typeof(StructuredGenerators)])]
    public bool VerifyAll_AnyFields_AreNeverValid(FieldLikeText input, FieldLikeText signature, FieldLikeText other) =>
        !IsAnyValid(Request(other).With("signature-input", input.Value).With("signature", signature.Value));

    [Property(MaxTest = 2000, Arbitrary = [typeof(StructuredGenerators)])]
    public bool VerifyAll_AnyInputBesideASignature_IsNeverValid(FieldLikeText input, FieldLikeText other) =>
        !IsAnyValid(Request(other).With("signature-input", "sig1=" + input.Value).With("signature", "sig1=:AAAA:"));

    [Property(MaxTest = 1000, Arbitrary = [typeof(StructuredGenerators)])]
    public bool VerifyAll_AnyComponents_AreNeverValid(FieldLikeText components, FieldLikeText other) =>
        !IsAnyValid(Request(other).With("signature-input", $"sig1=(\"{components.Value}\");tag=\"ocm\"").With("signature", "sig1=:AAAA:"));

    [Property(MaxTest = 1000, Arbitrary = [typeof(StructuredGenerators)])]
    public bool VerifyDigest_AnyField_DoesNotMatch(FieldLikeText field)
    {
        var lines = new HeaderLines(field.Value);
        using var verifier = new ContentDigestVerifier(lines);
        return ContentDigest.Verify(lines, [1]) != DigestVerdict.Match && verifier.GetVerdict() != DigestVerdict.Match;
    }

    [Property(MaxTest = 1000)]
    public bool TryParse_AnyBytes_AreNoUsableKeys(byte[] bytes) =>
        !JsonWebKeySet.TryParse(bytes, out var set) || set.Keys.IsEmpty;

    [Test]
    public async Task Verify_AnyCharacterOfTheFieldsChanged_IsRefused()
    {
        var key = TestKeys.Get(JoseAlgorithms.Ed25519);
        var request = new RequestStub().With("content-digest", ContentDigest.Create([])).With("content-length", "0");
        SignatureComponent[] components =
            [SignatureComponent.Method, SignatureComponent.TargetUri, SignatureComponent.ContentDigest, SignatureComponent.ContentLength];
        var fields = await HttpMessageSigner.SignAsync(request, components, new SignatureParameters { Created = 1785060500, Nonce = "n", Tag = "ocm" }, key);
        Assert.That(fields.SignatureInput, Is.EqualTo(Input));
        Assert.That(IsAnyValid(request.With(fields)), Is.True);

        for (var i = 0; i < Input.Length; i++)
        {
            foreach (var c in "a\"Z0 ;,()=\\é\n".Where(c => c != Input[i]))
            {
                // A second space between components is the same signature, written differently.
                var changed = Input[..i] + c + Input[(i + 1)..];
                Assert.That(IsAnyValid(request.With("signature-input", changed)), Is.False, changed);
            }
        }
    }

    [Test]
    public async Task Verify_AnyBitOfTheSignatureChanged_IsRefused()
    {
        var key = TestKeys.Get(JoseAlgorithms.Ed25519);
        var request = new RequestStub();
        var fields = await HttpMessageSigner.SignAsync(request, new[] { SignatureComponent.Method }, new SignatureParameters(), key);
        var signature = Convert.FromBase64String(fields.Signature[6..^1]);
        request.With(fields);
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(IsAnyValid(request.With("signature", $"sig1=:{Convert.ToBase64String(signature)}:")), Is.False);
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.That(IsAnyValid(request.With("signature", $"sig1=:{Convert.ToBase64String(signature)}:")), Is.True);
    }

    private static RequestStub Request(FieldLikeText other) =>
        new RequestStub("GET", "https://e.example/" + other.Value).With("x", other.Value).With("priority", other.Value).With("a", other.Value, other.Value);

    private static bool IsAnyValid(RequestStub request)
    {
        if (!SignatureSet.TryParse(request, out var signatures, out _))
        {
            return false;
        }

        var key = TestKeys.Verifier(TestKeys.Get(JoseAlgorithms.Ed25519));
        foreach (var signature in signatures.Signatures)
        {
            signatures.FindByTag(signature.Parameters.Tag ?? string.Empty, out _);
            if (signature.Verify(request, key).IsValid)
            {
                return true;
            }
        }

        return false;
    }
}
