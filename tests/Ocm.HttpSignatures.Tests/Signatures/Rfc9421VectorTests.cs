using System.Text;
using System.Text.Json;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Keys;

namespace Ocm.HttpSignatures.Tests.Signatures;

/// <summary>The examples of RFC 9421: all verify, and where the algorithm is deterministic we make the same signature.</summary>
public sealed class Rfc9421VectorTests
{
    private static readonly JsonElement Vectors = TestVectors.Read("rfc9421.json");

    private static IEnumerable<TestCaseData> Cases() =>
        Vectors.GetProperty("cases").EnumerateArray().Select(c => new TestCaseData(c).SetArgDisplayNames(c.GetProperty("name").GetString()!));

    private static IEnumerable<TestCaseData> Deterministic() => Vectors.GetProperty("cases").EnumerateArray()
        .Where(c => c.GetProperty("valid").GetBoolean() && Text(c, "signatureInput").Contains("test-key-ed25519", StringComparison.Ordinal))
        .Select(c => new TestCaseData(c).SetArgDisplayNames(c.GetProperty("name").GetString()!));

    [TestCaseSource(nameof(Cases))]
    public void Verify_Example_HasItsVerdict(JsonElement vector)
    {
        var (request, signature) = Parse(vector);
        var expected = vector.GetProperty("valid").GetBoolean() ? SignatureFailure.None : SignatureFailure.WrongSignature;

        Assert.That(signature.Verify(request, Key(signature.Parameters.KeyId!)).Failure, Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Cases))]
    public void AppendComponents_Example_GivesItsBase(JsonElement vector)
    {
        if (vector.GetProperty("base").ValueKind == JsonValueKind.Null)
        {
            Assert.Pass("The RFC does not print this example's base.");
        }

        var (request, signature) = Parse(vector);
        using var signatureBase = new SignatureBase();

        Assert.That(signatureBase.AppendComponents(request, signature.Components, out _), Is.EqualTo(SignatureFailure.None));
        Assert.That(
            Encoding.ASCII.GetString(signatureBase.Written),
            Is.EqualTo(string.Concat(vector.GetProperty("base").EnumerateArray().Select(line => line.GetString() + "\n"))));
    }

    [TestCaseSource(nameof(Deterministic))]
    public async Task SignAsync_DeterministicExample_MakesTheSameSignature(JsonElement vector)
    {
        var (request, signature) = Parse(vector);
        var key = LocalSigningKey.ImportJson(Encoding.UTF8.GetBytes(Vectors.GetProperty("privateKeys")[0].GetRawText()));

        var fields = await HttpMessageSigner.SignAsync(request, signature.Components.ToArray(), signature.Parameters, key, signature.Label);

        Assert.That(fields.SignatureInput, Is.EqualTo($"{signature.Label}={Text(vector, "signatureInput")}"));
        Assert.That(fields.Signature, Is.EqualTo($"{signature.Label}=:{Text(vector, "signature")}:"));
    }

    [Test]
    public void Verify_ResponseExample_VerifiesWithItsBase()
    {
        // B.2.4 signs a response, which this package does not read; its base and signature still prove the algorithm.
        const string Base = """
            "@status": 200
            "content-type": application/json
            "content-digest": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:
            "content-length": 23
            "@signature-params": ("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"
            """;
        var signature = Convert.FromBase64String("wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==");

        Assert.That(Key("test-key-ecc-p256").Verify(Encoding.ASCII.GetBytes(Base.ReplaceLineEndings("\n")), signature), Is.True);
    }

    private static (RequestStub Request, ReceivedSignature Signature) Parse(JsonElement vector)
    {
        var label = Text(vector, "label");
        var request = new RequestStub(Text(vector, "method"), Text(vector, "targetUri"));
        foreach (var header in vector.GetProperty("headers").EnumerateArray().GroupBy(pair => pair[0].GetString()!, pair => pair[1].GetString()!, StringComparer.Ordinal))
        {
            request.With(header.Key, [.. header]);
        }

        request.With("Signature-Input", $"{label}={Text(vector, "signatureInput")}").With("Signature", $"{label}=:{Text(vector, "signature")}:");
        Assert.That(SignatureSet.TryParse(request, out var signatures, out _), Is.True);
        return (request, signatures!.Signatures[0]);
    }

    private static VerificationKey Key(string keyId)
    {
        Assert.That(JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(Vectors.GetRawText()), out var set), Is.True);
        Assert.That(set!.TryGetKey(keyId, out var jwk), Is.True);
        Assert.That(VerificationKey.TryCreate(jwk!, out var key, out _), Is.True);
        return key!;
    }

    private static string Text(JsonElement vector, string name) => vector.GetProperty(name).GetString()!;
}
