using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Signatures;
using Ocm.Testing.Peers;
using Ocm.Testing.Time;

namespace Ocm.LegacySignatures.Tests;

/// <summary>Signatures that OpenSSL's own program made over signing strings written by hand.</summary>
internal sealed class OpenSslVectorTests
{
    private const string KeyId = "https://sender.test/ocm#signature";

    private static readonly JsonNode Vectors = JsonNode.Parse(
        File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Vectors", "openssl.json")))!;

    [TestCase(0)]
    [TestCase(1)]
    public async Task Verify_Vector_IsGoodAndItsSigningStringIsOurs(int index)
    {
        var vector = Vectors["vectors"]![index]!;
        var request = Request(vector);

        Assert.That(
            Encoding.ASCII.GetString(CavageText.Create(request.ToView(), ["content-length", "date", "digest", "host"])!),
            Is.EqualTo((string?)vector["signingString"]));
        Assert.That(await VerifyAsync(request), Is.EqualTo(OcmSignatureProblem.None));
    }

    [TestCase(0, OcmSignatureProblem.None)]
    [TestCase(300, OcmSignatureProblem.None)]
    [TestCase(301, OcmSignatureProblem.TooOld)]
    [TestCase(-60, OcmSignatureProblem.None)]
    [TestCase(-61, OcmSignatureProblem.NotYetValid)]
    public async Task Verify_Vector_IsGoodForItsTime(int age, OcmSignatureProblem problem) =>
        Assert.That(await VerifyAsync(Request(Vectors["vectors"]![0]!), age), Is.EqualTo(problem));

    [Test]
    public async Task Verify_SignatureOfTheOtherVector_IsRefused()
    {
        var mixed = Vectors["vectors"]![0]!.DeepClone();
        mixed["signature"] = (string?)Vectors["vectors"]![1]!["signature"];

        Assert.That(await VerifyAsync(Request(mixed)), Is.EqualTo(OcmSignatureProblem.WrongSignature));
    }

    [Test]
    public async Task Verify_ForAnotherTarget_IsRefused() =>
        Assert.That(await VerifyAsync(Request(Vectors["vectors"]![0]!, "https://we.test/ocm/notifications")), Is.EqualTo(OcmSignatureProblem.WrongSignature));

    private static FakePeerRequest Request(JsonNode vector, string target = "https://we.test/ocm/shares")
    {
        var body = Encoding.UTF8.GetBytes((string)Vectors["body"]!);
        return new FakePeerRequest
        {
            Method = "POST",
            TargetUri = target,
            Path = new Uri(target).AbsolutePath,
            Host = OcmHost.Parse("we.test"),
            Body = body,
            Headers = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
            {
                ["Content-Length"] = [body.Length.ToString(CultureInfo.InvariantCulture)],
                ["Date"] = [(string)vector["date"]!],
                ["Digest"] = [(string)vector["digest"]!],
                ["Signature"] =
                    [$"keyId=\"{KeyId}\",algorithm=\"{vector["algorithm"]}\",headers=\"content-length date digest host\",signature=\"{vector["signature"]}\""],
            },
        };
    }

    private static async Task<OcmSignatureProblem> VerifyAsync(FakePeerRequest request, int age = 0)
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 9, 1, 10, 0, 0, TimeSpan.Zero).AddSeconds(age));
        using var key = new CavageKey(new FileSigningKeyStore("unused"), Options.Create(new OcmClientOptions()), time);
        var signature = new CavageScheme(key, Options.Create(new OcmClientOptions()), time).Read(request.ToView(), request.Body)!;
        return signature.Problem != OcmSignatureProblem.None ? signature.Problem : await signature.VerifyAsync(DiscoveredSender.Create("sender.test", KeyId, (string)Vectors["publicKeyPem"]!));
    }
}
