using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Signatures;
using Ocm.Client.Tests.Http;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Client.Tests.Signatures;

/// <summary>What our signatures look like.</summary>
[TestFixture]
internal sealed class OcmRequestSignerTests
{
    private static readonly LocalSigningKey Key = LocalSigningKey.Generate("https://we.test/ocm#key1");
    private static readonly byte[] Body = "{\"a\":1}"u8.ToArray();

    [Test]
    [Property("Requirement", "SIG-02")]
    [Property("Requirement", "SIG-03")]
    [Property("Requirement", "SIG-06")]
    public async Task Sign_Request_CoversExactlyTheFourComponentsWithTheProfilesParameters()
    {
        var clock = new ManualClock();
        using var request = Request();

        await new OcmRequestSigner(clock).SignAsync(request, Body, Key);

        var signature = Parse(request);
        Assert.That(
            signature.Components.ToArray().Select(c => c.ToString()),
            Is.EqualTo(new[] { "\"@method\"", "\"@target-uri\"", "\"content-digest\"", "\"content-length\"" }));
        Assert.That(signature.Parameters.Created, Is.EqualTo(clock.GetUtcNow().ToUnixTimeSeconds()));
        Assert.That(signature.Parameters.KeyId, Is.EqualTo(Key.KeyId));
        Assert.That(signature.Parameters.Tag, Is.EqualTo("ocm"));
        Assert.That(signature.Parameters.Expires, Is.Null);
    }

    [Test]
    [Property("Requirement", "SIG-04")]
    public async Task Sign_RequestWithDate_DoesNotCoverIt()
    {
        using var request = Request();
        request.Headers.Date = new ManualClock().GetUtcNow();

        await new OcmRequestSigner(TimeProvider.System).SignAsync(request, Body, Key);

        Assert.That(Parse(request).Covers(SignatureComponent.Date), Is.False);
    }

    [Test]
    [Property("Requirement", "SIG-20")]
    public async Task Sign_AnyAlgorithm_LeavesAlgOut([Values(JoseAlgorithms.Ed25519, JoseAlgorithms.Es256)] string algorithm)
    {
        using var request = Request();

        await new OcmRequestSigner(TimeProvider.System).SignAsync(request, Body, LocalSigningKey.Generate("k", algorithm));

        Assert.That(Parse(request).Parameters.Algorithm, Is.Null);
    }

    [Test]
    [Property("Requirement", "SIG-05")]
    public async Task Sign_Body_IsDigestedWithSha256AndMeasured()
    {
        using var request = Request();

        await new OcmRequestSigner(TimeProvider.System).SignAsync(request, Body, Key);

        Assert.That(request.Headers.GetValues("Content-Digest"), Is.EqualTo(new[] { ContentDigest.Create(Body) }));
        Assert.That(request.Content!.Headers.NonValidated["Content-Length"].ToString(), Is.EqualTo("7"));
    }

    [Test]
    [Property("Requirement", "SIG-21")]
    public async Task Sign_SameRequestInTheSameSecond_IsDistinctEachTime()
    {
        var signer = new OcmRequestSigner(new ManualClock());
        var nonces = new HashSet<string>(StringComparer.Ordinal);
        var signatures = new HashSet<string>(StringComparer.Ordinal);
        using var request = Request();

        for (var i = 0; i < 200; i++)
        {
            await signer.SignAsync(request, Body, Key);
            nonces.Add(Parse(request).Parameters.Nonce!);
            signatures.Add(request.Headers.GetValues("Signature").Single());
        }

        Assert.That(nonces, Has.Count.EqualTo(200));
        Assert.That(nonces, Has.All.Length.EqualTo(22));
        Assert.That(signatures, Has.Count.EqualTo(200));
    }

    [Test]
    public async Task Sign_SignedRequestAgain_ReplacesTheFields()
    {
        var clock = new ManualClock();
        var signer = new OcmRequestSigner(clock);
        using var request = Request();
        await signer.SignAsync(request, Body, Key);
        clock.Advance(TimeSpan.FromSeconds(5));

        await signer.SignAsync(request, Body, Key);

        Assert.That(Parse(request).Parameters.Created, Is.EqualTo(clock.GetUtcNow().ToUnixTimeSeconds()));
    }

    [TestCase("https://peer.test/ocm/shares")]
    [TestCase("https://peer.test:8443/index.php/ocm/shares?a=b%20c&d")]
    [TestCase("https://[2001:db8::1]:8443/ocm/shares")]
    [TestCase("https://PEER.test:443/%C3%B6cm/shares")]
    [Property("Requirement", "SIG-02")]
    public async Task Sign_AnyTarget_IsValidForOurVerifier(string uri)
    {
        var host = OcmHost.Parse("we.test");
        var keys = new FakeKeys();
        keys.Add(host, Key);
        var clock = new ManualClock();
        using var request = Request(uri);
        await new OcmRequestSigner(clock).SignAsync(request, Body, Key);

        var verdict = await new OcmSignatureVerifier(keys, Options.Create(new OcmClientOptions()), clock, new TestMeters())
            .VerifyAsync(new HttpRequestMessageView(request), Body, [host], new UsedOnce());

        Assert.That(verdict.IsValid, Is.True);
    }

    [Test]
    public void Sign_RequestWithoutContent_Throws()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://peer.test/");

        Assert.That(
            async () => await new OcmRequestSigner(TimeProvider.System).SignAsync(request, default, Key),
            Throws.ArgumentException);
    }

    private static HttpRequestMessage Request(string uri = "https://peer.test/ocm/shares") => new(HttpMethod.Post, uri)
    {
        Content = new ReadOnlyMemoryContent(Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
    };

    private static ReceivedSignature Parse(HttpRequestMessage request)
    {
        Assert.That(SignatureSet.TryParse(new HttpRequestMessageView(request), out var set, out _), Is.True);
        Assert.That(set!.FindByTag("ocm", out var signature), Is.EqualTo(SignatureSelection.One));
        return signature!;
    }
}
