using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Signatures;
using Ocm.Conformance.Rig;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;
using Ocm.Testing.Peers;

namespace Ocm.Conformance.Signatures;

/// <summary>The signature profile of the draft, in both roles: what the server sends, and what it takes and refuses.</summary>
internal sealed class SignatureProfileTests
{
    private const string Shares = "/ocm/shares";

    private static readonly SignatureComponent[] Mandatory =
        [SignatureComponent.Method, SignatureComponent.TargetUri, SignatureComponent.ContentDigest, SignatureComponent.ContentLength];

    [Test]
    [Property("Requirement", "SIG-02")]
    [Property("Requirement", "SIG-03")]
    [Property("Requirement", "SIG-04")]
    [Property("Requirement", "SIG-05")]
    [Property("Requirement", "SIG-06")]
    [Property("Requirement", "SIG-07")]
    public async Task CreateAsync_Request_IsSignedByTheProfile()
    {
        await using var test = await ServerAndPeer.StartAsync();

        await test.CreatedAsync();

        var request = test.Peer.RequestsTo(Shares).Single();
        var input = request.Header("Signature-Input")!;
        var keys = await test.Server.Services.GetRequiredService<ISigningKeyRing>().GetPublishedKeysAsync();
        Assert.That(input, Does.Match("^[a-z0-9-]+=\\(\"@method\" \"@target-uri\" \"content-digest\" \"content-length\"\\);"), "one signature, of these components, without Date");
        Assert.That(input, Does.Match(";created=\\d+").And.Contain($";keyid=\"{keys.Keys[0].KeyId}\"").And.Contain(";tag=\"ocm\"").And.Not.Contain("\"date\""));
        Assert.That(request.Header("Content-Digest"), Does.StartWith("sha-256=:"));
        Assert.That((await test.Peer.VerifyAsync(request, test.Server.Host, keys)).IsValid, Is.True);
    }

    private static IEnumerable<TestCaseData> Signings()
    {
        yield return Case("the profile", (components, parameters) => (components, parameters), true);
        yield return Case("another label", (components, parameters) => (components, parameters), true);
        yield return Case("further components", (components, parameters) => ([.. components, SignatureComponent.Authority, SignatureComponent.ContentType], parameters), true);
        yield return Case("covers Date", (components, parameters) => ([.. components, SignatureComponent.Date], parameters), true);
        foreach (var left in Mandatory)
        {
            yield return Case($"without {left.Name}", (components, parameters) => ([.. components.Where(component => component.Name != left.Name)], parameters), false);
        }

        yield return Case("without created", (components, parameters) => (components, parameters with { Created = null }), false);
        yield return Case("keyid of nobody", (components, parameters) => (components, parameters with { KeyId = "https://nobody.example/ocm#1" }), false);
        yield return Case("without the tag", (components, parameters) => (components, parameters with { Tag = null }), false);
        yield return Case("another tag", (components, parameters) => (components, parameters with { Tag = "OCM" }), false);
    }

    [TestCaseSource(nameof(Signings))]
    [Property("Requirement", "SIG-02")]
    [Property("Requirement", "SIG-03")]
    [Property("Requirement", "SIG-04")]
    [Property("Requirement", "SIG-06")]
    [Property("Requirement", "SIG-07")]
    [Property("Requirement", "SIG-10")]
    [Property("Requirement", "SIG-13")]
    public async Task Shares_SignedOtherwise_IsTakenOrRefusedAndNothingStored(
        Func<SignatureComponent[], SignatureParameters, (SignatureComponent[] Components, SignatureParameters Parameters)> change, bool taken, string label)
    {
        await using var test = await ServerAndPeer.StartAsync();
        using var request = Request(test);
        await SignAsync(test, request, change, label);

        var answer = await test.SendAsync(request, body: null);

        Assert.That(answer.Status, Is.EqualTo(taken ? 201 : 401), answer.Body);
        Assert.That(await test.ReceivedAsync(), Has.Count.EqualTo(taken ? 1 : 0));
    }

    [Test]
    [Property("Requirement", "SIG-16")]
    public async Task Shares_ForeignSignaturesBesideOurs_DoNotMatter()
    {
        await using var test = await ServerAndPeer.StartAsync();
        using var request = Request(test);
        await SignAsync(test, request, (components, parameters) => (components, parameters with { Tag = "web-bot-auth", KeyId = "nobody's" }), "ocm");
        await SignAsync(test, request, (components, parameters) => (components, parameters), "sig1");
        await SignAsync(test, request, (components, parameters) => (components, parameters with { Tag = null, KeyId = "nobody's" }), "sig2");

        var answer = await test.SendAsync(request, body: null);

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
    }

    [Test]
    [Property("Requirement", "SIG-07")]
    [Property("Requirement", "SIG-14")]
    public async Task Shares_TwoGoodSignaturesWithTheTag_IsRefused()
    {
        await using var test = await ServerAndPeer.StartAsync();
        using var request = Request(test);
        await SignAsync(test, request, (components, parameters) => (components, parameters with { Nonce = "a" }), "a");
        await SignAsync(test, request, (components, parameters) => (components, parameters with { Nonce = "b" }), "b");

        Assert.That((await test.SendAsync(request, body: null)).Status, Is.EqualTo(401));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [TestCase("Ed25519")]
    [TestCase("EdDSA")]
    [TestCase("ES256")]
    [TestCase("ES384")]
    [TestCase("RS256")]
    [TestCase("PS256")]
    [TestCase("PS512")]
    [Property("Requirement", "SIG-09")]
    public async Task Shares_EachAlgorithmOfPeers_IsTaken(string algorithm)
    {
        await using var test = await ServerAndPeer.StartAsync();
        await using var peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost", KeyAlgorithm = algorithm });
        var share = test.Share().ToJsonString().Replace(test.Peer.Host.Value, peer.Host.Value, StringComparison.Ordinal);
        using var request = await peer.CreateSignedPostAsync(test.Uri(Shares), Encoding.UTF8.GetBytes(share));

        Assert.That((await test.SendAsync(request, share)).Status, Is.EqualTo(201));
    }

    [TestCase("Signature-Input", "ocm=(\"@method\"")]
    [TestCase("Signature-Input", "ocm=1")]
    [TestCase("Signature", "ocm=:not base64!:")]
    [TestCase("Signature", "other=:AAAA:")]
    [TestCase("Content-Digest", "sha-256=abc")]
    [TestCase("Content-Digest", "md5=:AAAA:")]
    [Property("Requirement", "SIG-22")]
    [Property("Requirement", "SIG-05")]
    public async Task Shares_FieldMalformed_FailsClosed(string field, string value)
    {
        await using var test = await ServerAndPeer.StartAsync();
        using var request = await test.Peer.CreateSignedPostAsync(test.Uri(Shares), Encoding.UTF8.GetBytes(test.Share().ToJsonString()));
        request.Headers.Remove(field);
        request.Headers.TryAddWithoutValidation(field, value);

        Assert.That((await test.SendAsync(request, body: null)).Status, Is.EqualTo(401));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [Test]
    [Property("Requirement", "SIG-05")]
    public async Task Shares_DigestWithSha512_IsTaken()
    {
        await using var test = await ServerAndPeer.StartAsync();
        using var request = Request(test, DigestAlgorithm.Sha512);
        await SignAsync(test, request, (components, parameters) => (components, parameters), "ocm");

        Assert.That((await test.SendAsync(request, body: null)).Status, Is.EqualTo(201));
    }

    private static TestCaseData Case(
        string name,
        Func<SignatureComponent[], SignatureParameters, (SignatureComponent[] Components, SignatureParameters Parameters)> change,
        bool taken) => new TestCaseData(change, taken, name == "another label" ? "x-1" : "ocm").SetArgDisplayNames(name);

    private static HttpRequestMessage Request(ServerAndPeer test, DigestAlgorithm digest = DigestAlgorithm.Sha256)
    {
        var body = Encoding.UTF8.GetBytes(test.Share().ToJsonString());
        var request = new HttpRequestMessage(HttpMethod.Post, test.Uri(Shares)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Content.Headers.ContentLength = body.Length;
        request.Headers.Date = TimeProvider.System.GetUtcNow();
        request.Headers.TryAddWithoutValidation("Content-Digest", ContentDigest.Create(body, digest));
        return request;
    }

    // Adds one more member to the two fields.
    private static async Task SignAsync(
        ServerAndPeer test,
        HttpRequestMessage request,
        Func<SignatureComponent[], SignatureParameters, (SignatureComponent[] Components, SignatureParameters Parameters)> change,
        string label)
    {
        var (components, parameters) = change(
            Mandatory, new SignatureParameters { Created = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), KeyId = test.Peer.Key.KeyId, Tag = OcmRequestSigner.Tag });
        var signed = await HttpMessageSigner.SignAsync(new HttpRequestMessageView(request), components, parameters, test.Peer.Key, label);
        Add(request, "Signature-Input", signed.SignatureInput);
        Add(request, "Signature", signed.Signature);
    }

    private static void Add(HttpRequestMessage request, string name, string member)
    {
        var before = request.Headers.TryGetValues(name, out var values) ? values.Single() + ", " : string.Empty;
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, before + member);
    }
}
