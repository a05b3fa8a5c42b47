using System.Net.Http.Headers;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;
using Ocm.HttpSignatures.Keys;

namespace Ocm.HttpSignatures.Tests;

public sealed class SignAndVerifyTests
{
    private static readonly SignatureComponent[] Components =
        [SignatureComponent.Method, SignatureComponent.TargetUri, SignatureComponent.ContentDigest, SignatureComponent.ContentLength];

    [TestCaseSource(typeof(TestKeys), nameof(TestKeys.Algorithms))]
    [Property("Requirement", "SIG-09")]
    public async Task Verify_OwnSignature_IsValid(string algorithm)
    {
        var key = TestKeys.Get(algorithm);
        using var message = Message();
        var view = new HttpRequestMessageView(message);
        var parameters = new SignatureParameters { Created = 1785060500, Nonce = "n\"1\\", Tag = "ocm", Algorithm = key.Algorithm.RegistryName };
        var fields = await HttpMessageSigner.SignAsync(view, Components, parameters, key);
        message.Headers.Add(SignatureSet.SignatureInputFieldName, fields.SignatureInput);
        message.Headers.Add(SignatureSet.SignatureFieldName, fields.Signature);

        Assert.That(JsonWebKeySet.TryParse(new JsonWebKeySet(key.PublicKey).ToJson(), out var set), Is.True);
        Assert.That(set!.TryGetKey(key.KeyId, out var jwk), Is.True);
        Assert.That(VerificationKey.TryCreate(jwk!, out var verificationKey, out _), Is.True);
        Assert.That(SignatureSet.TryParse(view, out var signatures, out _), Is.True);
        Assert.That(signatures!.FindByTag("ocm", out var signature), Is.EqualTo(SignatureSelection.One));
        Assert.That(signature!.Parameters, Is.EqualTo(parameters with { KeyId = key.KeyId }));
        Assert.That(signature.Verify(view, verificationKey!).Failure, Is.EqualTo(SignatureFailure.None));
        Assert.That(signature.Verify(new RequestStub("PUT").With("content-digest", "x").With("content-length", "2"), verificationKey!).Failure, Is.EqualTo(SignatureFailure.WrongSignature));
    }

    [TestCaseSource(typeof(TestKeys), nameof(TestKeys.Algorithms))]
    public async Task Import_OwnExport_SignsForTheSamePublicKey(string algorithm)
    {
        var key = TestKeys.Get(algorithm);
        var data = "data"u8.ToArray();
        Assert.That(VerificationKey.TryCreate(key.PublicKey, out var verificationKey, out _), Is.True);

        foreach (var copy in new[] { LocalSigningKey.ImportJson(key.ExportJson()), LocalSigningKey.ImportPkcs8(key.KeyId, algorithm, key.ExportPkcs8()) })
        {
            Assert.That(copy.PublicKey.ToJson(), Is.EqualTo(key.PublicKey.ToJson()));
            var signature = await copy.SignAsync(data);
            Assert.That(verificationKey!.Verify(data, signature), Is.True);
        }
    }

    private static HttpRequestMessage Message()
    {
        var body = "{}"u8.ToArray();
        var message = new HttpRequestMessage(HttpMethod.Post, "https://receiver.example.org/ocm/shares") { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Content.Headers.Add(ContentDigest.FieldName, ContentDigest.Create(body));
        return message;
    }
}
