using System.Text;
using System.Text.Json;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;
using Ocm.HttpSignatures.Keys;

namespace Ocm.HttpSignatures.Tests;

/// <summary>The worked example of draft-ietf-ocm-open-cloud-mesh-07, Appendix B.</summary>
public sealed class DraftVectorTests
{
    private readonly JsonElement _vector;
    private readonly RequestStub _request;
    private readonly byte[] _body;

    public DraftVectorTests()
    {
        var path = Path.Combine(TestContext.CurrentContext.TestDirectory, "Vectors", "draft-07-appendix-b.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        _vector = document.RootElement.Clone();
        var request = _vector.GetProperty("request");
        _body = Encoding.UTF8.GetBytes(request.GetProperty("body").GetString()!);
        _request = new RequestStub(request.GetProperty("method").GetString()!, request.GetProperty("targetUri").GetString()!);
        foreach (var header in request.GetProperty("headers").EnumerateObject())
        {
            _request.With(header.Name, header.Value.GetString()!);
        }
    }

    [Test]
    [Property("Requirement", "SIG-02")]
    [Property("Requirement", "SIG-13")]
    public void Verify_AppendixB_IsValid()
    {
        Assert.That(SignatureSet.TryParse(_request, out var signatures, out _), Is.True);
        Assert.That(signatures!.FindByTag("ocm", out var signature), Is.EqualTo(SignatureSelection.One));
        Assert.That(signature!.Verify(_request, Key()), Is.EqualTo(new SignatureVerdict(SignatureFailure.None)));
        Assert.That(signature.Parameters, Is.EqualTo(new SignatureParameters
        {
            Created = 1785060500,
            KeyId = "sender.example.org#key1",
            Algorithm = "ed25519",
            Tag = "ocm",
        }));
    }

    [Test]
    [Property("Requirement", "SIG-12")]
    public void Verify_AppendixBDigest_Matches()
    {
        var lines = _request.GetHeaderLines("content-digest");

        Assert.That(ContentDigest.Verify(lines, _body), Is.EqualTo(DigestVerdict.Match));
        Assert.That(ContentDigest.Create(_body), Is.EqualTo(lines[0]));
    }

    [Test]
    public void AppendComponents_AppendixB_GivesItsSignatureBase()
    {
        using var signatureBase = new SignatureBase();
        SignatureComponent[] components =
            [SignatureComponent.Method, SignatureComponent.TargetUri, SignatureComponent.ContentDigest, SignatureComponent.ContentLength];

        Assert.That(signatureBase.AppendComponents(_request, components, out _), Is.EqualTo(SignatureFailure.None));
        var expected = _vector.GetProperty("signatureBase").GetString()!;
        Assert.That(expected, Does.StartWith(Encoding.ASCII.GetString(signatureBase.Written)));
    }

    private VerificationKey Key()
    {
        Assert.That(JsonWebKey.TryParse(Encoding.UTF8.GetBytes(_vector.GetProperty("jwk").GetRawText()), out var jwk), Is.True);
        Assert.That(VerificationKey.TryCreate(jwk!, out var key, out var problem), Is.True, problem.ToString());
        return key!;
    }
}
