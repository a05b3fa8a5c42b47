using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Ocm.Client;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Keys;
using Ocm.LegacySignatures;
using Ocm.LegacySignatures.Tests;

namespace Ocm.Interop.Tests.Signatures;

/// <summary>draft-cavage-http-signatures-12: what the adapter signs, the npm package verifies, and the other way round.</summary>
public sealed class CavageInteropTests
{
    private const string KeyId = "https://sender.example.org/ocm#signature";
    private const string Target = "https://receiver.example.org/ocm/shares?a=1";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"name\":\"notes.md\"}");
    private static readonly string[] Headers = ["host", "date", "digest", "content-length"];

    [Test]
    public async Task Sign_Adapter_TheOtherVerifies()
    {
        using var folder = new KeyFolder();
        using var key = folder.Open();
        var scheme = Scheme(key);
        using var message = new HttpRequestMessage(HttpMethod.Post, Target) { Content = new ByteArrayContent(Body) };
        await scheme.SignAsync(message, Body);
        var published = await scheme.GetPublicKeyAsync();

        Assert.That(published!.KeyId, Is.EqualTo(KeyId));
        Assert.That(await VerifyThereAsync(Copy(message, "POST"), published), Is.True);
        Assert.That(await VerifyThereAsync(Copy(message, "PUT"), published), Is.False);
    }

    [TestCase("rsa-sha256")]
    [TestCase("rsa-sha512")]
    public async Task Verify_SignedByTheOther_IsValid(string algorithm)
    {
        var own = LocalSigningKey.Generate(KeyId, JoseAlgorithms.Rs256);
        var date = TimeProvider.System.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        var request = Request("POST", date);
        var signature = (string?)await NodePeer.AskAsync("cavageSign", new JsonObject
        {
            ["request"] = request.ToJson(),
            ["components"] = new JsonArray(["@request-target", .. Headers.Select(header => (JsonNode)header)]),
            ["key"] = JsonNode.Parse(own.ExportJson()),
            ["keyid"] = KeyId,
            ["algorithm"] = algorithm == "rsa-sha256" ? "rsa-v1_5-sha256" : algorithm,
        });

        Assert.That(signature, Does.Contain($"algorithm=\"{algorithm}\""));
        Assert.That(await VerifyAsync(request.With("signature", signature!), own), Is.EqualTo(OcmSignatureProblem.None));
        Assert.That(await VerifyAsync(Request("PUT", date).With("signature", signature!), own), Is.EqualTo(OcmSignatureProblem.WrongSignature));
    }

    private static CavageScheme Scheme(CavageKey key) => new(key, Options.Create(new OcmClientOptions()), TimeProvider.System);

    private static InteropRequest Request(string method, string date) => new InteropRequest(method, Target)
        .With("host", "receiver.example.org")
        .With("date", date)
        .With("digest", "SHA-256=" + Convert.ToBase64String(SHA256.HashData(Body)))
        .With("content-length", Body.Length.ToString(CultureInfo.InvariantCulture));

    private static InteropRequest Copy(HttpRequestMessage message, string method)
    {
        var view = new HttpRequestMessageView(message);
        var copy = new InteropRequest(method, Target);
        foreach (var name in (string[])[.. Headers, "signature"])
        {
            copy.With(name, view.GetHeaderLines(name).Combine()!);
        }

        return copy;
    }

    private static async Task<bool> VerifyThereAsync(InteropRequest request, LegacyPublicKey key) =>
        (bool)(await NodePeer.AskAsync("cavageVerify", new JsonObject { ["request"] = request.ToJson(), ["pem"] = key.PublicKeyPem }))!;

    private static async Task<OcmSignatureProblem> VerifyAsync(InteropRequest request, LocalSigningKey key)
    {
        using var folder = new KeyFolder();
        using var unused = folder.Open();
        var signature = Scheme(unused).Read(request, Body)!;
        Assert.That(signature.Problem, Is.EqualTo(OcmSignatureProblem.None));
        using var rsa = RSA.Create(new RSAParameters { Modulus = key.PublicKey.Modulus.ToArray(), Exponent = key.PublicKey.Exponent.ToArray() });
        return await signature.VerifyAsync(DiscoveredSender.Create("sender.example.org", KeyId, rsa.ExportSubjectPublicKeyInfoPem()));
    }

    /// <summary>A key of its own, on disk for as long as the test runs.</summary>
    private sealed class KeyFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ocm-cavage-");

        public CavageKey Open() => new(
            new FileSigningKeyStore(Path.Combine(_folder.FullName, "key")),
            Options.Create(new OcmClientOptions { PublicOrigin = "https://sender.example.org" }),
            TimeProvider.System);

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
