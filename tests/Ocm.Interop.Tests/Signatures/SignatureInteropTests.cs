using System.Text.Json.Nodes;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;
using Ocm.HttpSignatures.Keys;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.Interop.Tests.Signatures;

/// <summary>What one implementation signs, the other verifies.</summary>
public sealed class SignatureInteropTests
{
    private const string KeyId = "https://sender.example.org/ocm#key1";

    private static readonly long Created = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private static readonly (string Jose, string Registry)[] Algorithms =
    [
        (JoseAlgorithms.Ed25519, "ed25519"), (JoseAlgorithms.Es256, "ecdsa-p256-sha256"), (JoseAlgorithms.Es384, "ecdsa-p384-sha384"),
        (JoseAlgorithms.Rs256, "rsa-v1_5-sha256"), (JoseAlgorithms.Ps512, "rsa-pss-sha512"),
    ];

    private static readonly SignatureComponent[] OcmComponents =
        [SignatureComponent.Method, SignatureComponent.TargetUri, SignatureComponent.ContentDigest, SignatureComponent.ContentLength];

    private static IEnumerable<TestCaseData> EachAlgorithm() =>
        Algorithms.Select(algorithm => new TestCaseData(algorithm.Jose, algorithm.Registry).SetArgDisplayNames(algorithm.Jose));

    [TestCaseSource(nameof(EachAlgorithm))]
    [Property("Requirement", "SIG-09")]
    public async Task Sign_AnyAlgorithm_TheOtherVerifies(string jose, string registry)
    {
        var key = LocalSigningKey.Generate(KeyId, jose);
        var request = Share();
        var fields = await HttpMessageSigner.SignAsync(request, OcmComponents, Parameters(registry), key, "ocm");

        var verdict = await VerifyAsync(Share().With(fields), key, registry);
        var tampered = await VerifyAsync(Share("PUT").With(fields), key, registry);

        Assert.That(verdict, Is.True);
        Assert.That(tampered, Is.False);
    }

    [TestCaseSource(nameof(EachAlgorithm))]
    [Property("Requirement", "SIG-10")]
    public async Task Verify_SignedByTheOther_IsValid(string jose, string registry)
    {
        var key = LocalSigningKey.Generate(KeyId, jose);

        var fields = await SignThereAsync(Share(), key, registry, saltLength: 64);

        Assert.That(Verify(Share().With(fields), key), Is.EqualTo(SignatureFailure.None));
        Assert.That(Verify(Share("PUT").With(fields), key), Is.EqualTo(SignatureFailure.WrongSignature));
    }

    [Test]
    public async Task Verify_PssWithAnotherSaltLength_IsRefused()
    {
        // RFC 9421, Section 3.3.1: the salt has 64 bytes. The package takes as many as fit.
        var key = LocalSigningKey.Generate(KeyId, JoseAlgorithms.Ps512);

        var fields = await SignThereAsync(Share(), key, "rsa-pss-sha512", saltLength: null);

        Assert.That(Verify(Share().With(fields), key), Is.EqualTo(SignatureFailure.WrongSignature));
    }

    [TestCase("https://Receiver.example.org:8443/a/b?x=1&y=2", "@method", "@target-uri", "@authority", "@scheme", "@request-target", "@path", "@query")]
    [TestCase("https://receiver.example.org:443", "@authority", "@path", "@query", "@request-target")]
    [TestCase("https://receiver.example.org/?n=a%20b&m=%C3%BC", "@query-param;name=\"n\"", "@query-param;name=\"m\"", "@query")]
    [TestCase("https://receiver.example.org/", "x-list", "x-empty", "x-spaces", "content-digest")]
    [TestCase("https://receiver.example.org/", "x-list;bs", "x-dictionary;sf", "x-dictionary;key=\"b\"", "x-dictionary;key=\"c\"")]
    public async Task Sign_ManyComponents_TheOtherVerifies(string uri, params string[] components)
    {
        var key = LocalSigningKey.Generate(KeyId, JoseAlgorithms.Ed25519);
        var request = WithHeaders(uri);

        var ours = await HttpMessageSigner.SignAsync(request, components.Select(Component).ToArray(), Parameters("ed25519"), key, "ocm");
        var theirs = await SignThereAsync(WithHeaders(uri), key, "ed25519", saltLength: null, components);

        Assert.That(await VerifyAsync(WithHeaders(uri).With(ours), key, "ed25519"), Is.True);
        Assert.That(Verify(WithHeaders(uri).With(theirs), key), Is.EqualTo(SignatureFailure.None));

        // Ed25519 is deterministic, and so the whole signature base must be the same.
        Assert.That(theirs.Signature, Is.EqualTo(ours.Signature));
    }

    private static InteropRequest Share(string method = "POST")
    {
        var body = "{}"u8;
        return new InteropRequest(method, "https://receiver.example.org/ocm/shares").With("content-digest", ContentDigest.Create(body)).With("content-length", "2");
    }

    private static InteropRequest WithHeaders(string uri) => new InteropRequest("POST", uri)
        .With("x-list", "a, b", "c")
        .With("x-empty", "")
        .With("x-spaces", "  a  b  ")
        .With("x-dictionary", "a=1,   b=2;x=1;y=2", "c=(a   b c)")
        .With("content-digest", ContentDigest.Create([]));

    // In this order both implementations write them.
    private static SignatureParameters Parameters(string registry) => new()
    {
        Created = Created,
        KeyId = KeyId,
        Nonce = "n\"1\\",
        Algorithm = registry,
        Tag = "ocm",
    };

    private static SignatureComponent Component(string text)
    {
        var (name, parameters) = text.IndexOf(';', StringComparison.Ordinal) is var end and > 0 ? (text[..end], text[end..]) : (text, string.Empty);
        Assert.That(StructuredFieldParser.TryParseItem($"\"{name}\"{parameters}", out var item), Is.True);
        return new SignatureComponent(name, item.Parameters);
    }

    private static async Task<SignedFields> SignThereAsync(
        InteropRequest request, LocalSigningKey key, string registry, int? saltLength, params string[] components)
    {
        var parameters = Parameters(registry);
        var signed = await NodePeer.AskAsync("sign", new JsonObject
        {
            ["request"] = request.ToJson(),
            ["components"] = new JsonArray([.. (components.Length == 0 ? OcmComponents.Select(component => component.Name) : components).Select(name => (JsonNode)name)]),
            ["key"] = JsonNode.Parse(key.ExportJson()),
            ["algorithm"] = registry,
            ["saltLength"] = jsonSalt(registry, saltLength),
            ["parameters"] = new JsonObject
            {
                ["created"] = parameters.Created,
                ["keyid"] = parameters.KeyId,
                ["nonce"] = parameters.Nonce,
                ["alg"] = parameters.Algorithm,
                ["tag"] = parameters.Tag,
            },
        });
        return new SignedFields(signed!["input"]!.GetValue<string>(), signed["signature"]!.GetValue<string>());

        static JsonNode? jsonSalt(string registry, int? length) => registry == "rsa-pss-sha512" && length is { } value ? value : null;
    }

    private static async Task<bool> VerifyAsync(InteropRequest request, LocalSigningKey key, string registry) => (await NodePeer.AskAsync("verify", new JsonObject
    {
        ["request"] = request.ToJson(),
        ["key"] = JsonNode.Parse(key.PublicKey.ToJson()),
        ["algorithm"] = registry,
    }))!.GetValue<bool>();

    private static SignatureFailure Verify(InteropRequest request, LocalSigningKey key)
    {
        Assert.That(SignatureSet.TryParse(request, out var signatures, out var failure), Is.True, failure.ToString());
        Assert.That(VerificationKey.TryCreate(key.PublicKey, out var verificationKey, out _), Is.True);
        return signatures!.Signatures[0].Verify(request, verificationKey!).Failure;
    }
}
