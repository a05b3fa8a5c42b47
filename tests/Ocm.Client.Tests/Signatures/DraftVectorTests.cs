using System.Text;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures.Keys;
using Ocm.Testing.Peers;

namespace Ocm.Client.Tests.Signatures;

/// <summary>The example of draft-ietf-ocm-open-cloud-mesh-07, Appendix B, goes through the whole verifier.</summary>
[TestFixture]
internal sealed class DraftVectorTests
{
    private const long Created = 1785060500;
    private const string KeyId = "sender.example.org#key1";

    private const string Body =
        "{\n  \"shareWith\": \"marie@receiver.example.org\",\n  \"name\": \"spec.yaml\",\n"
        + "  \"providerId\": \"7c084226-d9a1-11e6-bf26-cec0c932ce01\",\n  \"owner\": \"einstein@sender.example.org\",\n"
        + "  \"sender\": \"einstein@sender.example.org\",\n  \"ownerDisplayName\": \"Albert Einstein\",\n"
        + "  \"senderDisplayName\": \"Albert Einstein\",\n  \"shareType\": \"user\",\n  \"resourceType\": \"file\",\n"
        + "  \"protocol\": {\n    \"name\": \"multi\",\n    \"webdav\": {\n      \"uri\": \"spec.yaml\",\n"
        + "      \"sharedSecret\": \"hfiuhworzwnur98d3wjiwhr\",\n      \"permissions\": [\"read\", \"write\"]\n    }\n  }\n}";

    private static readonly OcmHost Sender = OcmHost.Parse("sender.example.org");

    [Test]
    [Property("Requirement", "SIG-03")]
    [Property("Requirement", "SIG-06")]
    public async Task Verify_DraftsExample_IsValidOnceAndOnlyInItsTime()
    {
        var replays = new UsedOnce();

        Assert.That((await VerifyAsync(Created, replays)).Server, Is.EqualTo(Sender));
        Assert.That((await VerifyAsync(Created, replays)).Problem, Is.EqualTo(OcmSignatureProblem.Replayed));
        Assert.That((await VerifyAsync(Created + 300, new UsedOnce())).IsValid, Is.True);
        Assert.That((await VerifyAsync(Created + 301, new UsedOnce())).Problem, Is.EqualTo(OcmSignatureProblem.TooOld));
        Assert.That((await VerifyAsync(Created - 60, new UsedOnce())).IsValid, Is.True);
        Assert.That((await VerifyAsync(Created - 61, new UsedOnce())).Problem, Is.EqualTo(OcmSignatureProblem.NotYetValid));
    }

    private static async Task<OcmSignatureVerdict> VerifyAsync(long now, UsedOnce replays)
    {
        Assert.That(
            JsonWebKeySet.TryParse(
                """{"keys":[{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","kid":"sender.example.org#key1","x":"AzeStPAdQ-vbi6bJVxcQjBPF2I7fDZdfDZ_XZ3J4Azs"}]}"""u8.ToArray(),
                out var set),
            Is.True);
        var keys = new FakeKeys();
        keys.Add(Sender, set!.Keys.Single());
        var request = new FakePeerRequest
        {
            Method = "POST",
            TargetUri = "https://receiver.example.org/ocm/shares",
            Path = "/ocm/shares",
            Host = OcmHost.Parse("receiver.example.org"),
            Body = Encoding.UTF8.GetBytes(Body),
            Headers = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
            {
                ["Host"] = ["receiver.example.org"],
                ["Content-Type"] = ["application/json"],
                ["Content-Length"] = ["521"],
                ["Content-Digest"] = ["sha-256=:/Uz47cfD1HOdMTIqcWjd84iMLQ4gVJdC7ZFACf1ViqU=:"],
                ["Signature-Input"] =
                    [$"sig1=(\"@method\" \"@target-uri\" \"content-digest\" \"content-length\");created={Created};keyid=\"{KeyId}\";alg=\"ed25519\";tag=\"ocm\""],
                ["Signature"] = ["sig1=:Epax4XFqvbrrDzQUAaNl+uECasEKbArgz8AlEkXspvYX2fSkQFlCkaXImZnYU898C2t0IdmbFhjR8bkN0hZgCg==:"],
            },
        };
        var verifier = new OcmSignatureVerifier(keys, Options.Create(new OcmClientOptions()), new FixedClock(now), new TestMeters());
        return await verifier.VerifyAsync(request.ToView(), request.Body, [Sender], replays);
    }

    private sealed class FixedClock(long now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(now);
    }
}
