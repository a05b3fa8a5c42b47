using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Signatures;
using Ocm.Conformance.Rig;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;

namespace Ocm.Conformance.Signatures;

/// <summary>The signature profile of the draft, in both roles: what the server sends, and what it takes and refuses.</summary>
internal sealed class SignatureProfileTests
{
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

        var request = test.Peer.RequestsTo(HandSigning.Path).Single();
        var input = request.Header("Signature-Input")!;
        var keys = await test.Server.Services.GetRequiredService<ISigningKeyRing>().GetPublishedKeysAsync();
        Assert.That(input, Does.Match("^[a-z0-9-]+=\\(\"@method\" \"@target-uri\" \"content-digest\" \"content-length\"\\);"), "one signature, of these components, without Date");
        Assert.That(input, Does.Match(";created=\\d+").And.Contain($";keyid=\"{keys.Keys[0].KeyId}\"").And.Contain(";tag=\"ocm\"").And.Not.Contain("\"date\""));
        Assert.That(request.Header("Content-Digest"), Does.StartWith("sha-256=:"));
        Assert.That((await test.Peer.VerifyAsync(request, test.Server.Host, keys)).IsValid, Is.True);
    }

    private static IEnumerable<TestCaseData<SignatureComponent[], string>> Good()
    {
        yield return new TestCaseData<SignatureComponent[], string>([], "ocm").SetArgDisplayNames("the profile");
        yield return new TestCaseData<SignatureComponent[], string>([], "x-1").SetArgDisplayNames("another label");
        yield return new TestCaseData<SignatureComponent[], string>([SignatureComponent.Authority, SignatureComponent.ContentType], "ocm").SetArgDisplayNames("further components");
        yield return new TestCaseData<SignatureComponent[], string>([SignatureComponent.Date], "ocm").SetArgDisplayNames("covers Date");
    }

    [TestCaseSource(nameof(Good))]
    [Property("Requirement", "SIG-02")]
    [Property("Requirement", "SIG-03")]
    [Property("Requirement", "SIG-04")]
    [Property("Requirement", "SIG-06")]
    [Property("Requirement", "SIG-07")]
    [Property("Requirement", "SIG-10")]
    [Property("Requirement", "SIG-13")]
    public async Task Shares_SignedByTheProfileAndMore_IsTaken(SignatureComponent[] further, string label)
    {
        await using var test = await ServerAndPeer.StartAsync();
        using var request = test.ShareRequest();
        await test.SignAsync(request, label: label, components: [.. HandSigning.Mandatory, .. further]);

        var answer = await test.SendAsync(request, body: null);

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That(await test.ReceivedAsync(), Has.Count.EqualTo(1));
    }

    private static IEnumerable<TestCaseData<SignatureComponent[], Func<SignatureParameters, SignatureParameters>>> Incomplete()
    {
        foreach (var left in HandSigning.Mandatory)
        {
            yield return Case($"without {left.Name}", [.. HandSigning.Mandatory.Where(component => component.Name != left.Name)], parameters => parameters);
        }

        yield return Case("without created", HandSigning.Mandatory, parameters => parameters with { Created = null });
        yield return Case("empty keyid", HandSigning.Mandatory, parameters => parameters with { KeyId = string.Empty });
        yield return Case("keyid of nobody", HandSigning.Mandatory, parameters => parameters with { KeyId = "https://nobody.example/ocm#1" });

        static TestCaseData<SignatureComponent[], Func<SignatureParameters, SignatureParameters>> Case(
            string name, SignatureComponent[] components, Func<SignatureParameters, SignatureParameters> change) =>
            new TestCaseData<SignatureComponent[], Func<SignatureParameters, SignatureParameters>>(components, change).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Incomplete))]
    [Property("Requirement", "SIG-02"), Property("Forbidden", "SIG-02")]
    [Property("Requirement", "SIG-03"), Property("Forbidden", "SIG-03")]
    [Property("Requirement", "SIG-10"), Property("Forbidden", "SIG-10")]
    public async Task Shares_SignatureLacksWhatIsMandatory_Is401AndNothingStored(SignatureComponent[] components, Func<SignatureParameters, SignatureParameters> change)
    {
        await using var test = await ServerAndPeer.StartAsync();
        using var request = test.ShareRequest();
        await test.SignAsync(request, change, components: components);

        await AssertRefusedAsync(test, request);
    }

    // The signer writes its key's id where none is given, so this parameter is taken out of what is signed.
    [Test]
    [Property("Requirement", "SIG-03"), Property("Forbidden", "SIG-03")]
    [Property("Requirement", "SIG-10"), Property("Forbidden", "SIG-10")]
    public async Task Shares_SignatureWithoutKeyId_Is401AndNothingStored()
    {
        await using var test = await ServerAndPeer.StartAsync();
        var parameter = $";keyid=\"{test.Peer.Key.KeyId}\"";
        using var request = test.ShareRequest();
        await test.SignAsync(request, key: new ForgedKey(test.Peer.Key, signed => test.Peer.Key.SignAsync(
            System.Text.Encoding.ASCII.GetBytes(System.Text.Encoding.ASCII.GetString(signed.Span).Replace(parameter, string.Empty, StringComparison.Ordinal)))));
        var input = request.Headers.GetValues("Signature-Input").Single();
        request.Headers.Remove("Signature-Input");
        request.Headers.TryAddWithoutValidation("Signature-Input", input.Replace(parameter, string.Empty, StringComparison.Ordinal));

        await AssertRefusedAsync(test, request);
    }

    [TestCase(null)]
    [TestCase("OCM")]
    [TestCase("web-bot-auth")]
    [Property("Requirement", "SIG-06"), Property("Forbidden", "SIG-06")]
    [Property("Requirement", "SIG-13"), Property("Forbidden", "SIG-13")]
    [Property("Requirement", "SIG-15"), Property("Forbidden", "SIG-15")]
    [Property("Requirement", "SIG-16"), Property("Forbidden", "SIG-16")]
    public async Task Shares_GoodSignatureWithoutTheTag_CountsAsNoneWhateverItsLabel(string? tag)
    {
        await using var test = await ServerAndPeer.StartAsync();
        using var request = test.ShareRequest();
        await test.SignAsync(request, parameters => parameters with { Tag = tag });

        await AssertRefusedAsync(test, request);
    }

    [Test]
    [Property("Requirement", "SIG-13")]
    [Property("Requirement", "SIG-14")]
    [Property("Requirement", "SIG-16")]
    public async Task Shares_ForeignSignaturesBesideOurs_DoNotMatter()
    {
        await using var test = await ServerAndPeer.StartAsync();
        using var request = test.ShareRequest();
        await test.SignAsync(request, parameters => parameters with { Tag = "web-bot-auth", KeyId = "nobody's" });
        await test.SignAsync(request, label: "sig1");
        await test.SignAsync(request, parameters => parameters with { Tag = null, KeyId = "nobody's" }, "sig2");

        var answer = await test.SendAsync(request, body: null);

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
    }

    [TestCase("ocm", "sig1")]
    [TestCase("sig1", "ocm")]
    [Property("Requirement", "SIG-13"), Property("Forbidden", "SIG-13")]
    [Property("Requirement", "SIG-16"), Property("Forbidden", "SIG-16")]
    public async Task Shares_GoodSignatureWithoutTheTagBesideABadOneWithIt_IsRefused(string good, string bad)
    {
        await using var test = await ServerAndPeer.StartAsync();
        var unpublished = test.Peer.CreateKey();
        using var request = test.ShareRequest();
        await test.SignAsync(request, parameters => parameters with { Tag = null }, good);
        await test.SignAsync(request, label: bad, key: new ForgedKey(test.Peer.Key, signed => unpublished.SignAsync(signed)));

        await AssertRefusedAsync(test, request);
    }

    [Test]
    [Property("Requirement", "SIG-07"), Property("Forbidden", "SIG-07")]
    [Property("Requirement", "SIG-14"), Property("Forbidden", "SIG-14")]
    public async Task Shares_TwoGoodSignaturesWithTheTag_IsRefused()
    {
        await using var test = await ServerAndPeer.StartAsync();
        using var request = test.ShareRequest();
        await test.SignAsync(request, parameters => parameters with { Nonce = "a" }, "a");
        await test.SignAsync(request, parameters => parameters with { Nonce = "b" }, "b");

        await AssertRefusedAsync(test, request);
    }

    [TestCase("Ed25519")]
    [TestCase("EdDSA")]
    [TestCase("ES256")]
    [TestCase("ES384")]
    [TestCase("RS256")]
    [TestCase("PS256")]
    [TestCase("PS512")]
    [Property("Requirement", "SIG-08")]
    [Property("Requirement", "SIG-09")]
    public async Task Shares_EachAlgorithmOfPeers_IsTaken(string algorithm)
    {
        await using var test = await ServerAndPeer.StartAsync(keyAlgorithm: algorithm);

        Assert.That((await test.PostAsync(HandSigning.Path, test.Share())).Status, Is.EqualTo(201));
    }

    private static async Task AssertRefusedAsync(ServerAndPeer test, HttpRequestMessage request)
    {
        Assert.That((await test.SendAsync(request, body: null)).Status, Is.EqualTo(401));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }
}
