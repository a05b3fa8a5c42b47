using System.Security.Cryptography;
using System.Text;
using Ocm.Conformance.Rig;
using Ocm.HttpSignatures.Digests;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Signatures;

/// <summary>The structured fields of a signed call: digests that are covered by a good signature, and fields in good and bad form.</summary>
internal sealed class FieldFormTests
{
    // Each is made of the body, and covered by the signature: nothing but the digest can be the reason.
    private static readonly Dictionary<string, Func<byte[], string>> Digests = new(StringComparer.Ordinal)
    {
        ["sha-256"] = body => ContentDigest.Create(body),
        ["sha-512"] = body => ContentDigest.Create(body, DigestAlgorithm.Sha512),
        ["both"] = body => $"{ContentDigest.Create(body)}, {ContentDigest.Create(body, DigestAlgorithm.Sha512)}",
        ["one that nobody knows beside sha-256"] = body => $"x-new=:AAAA:, {ContentDigest.Create(body)}",
        ["of another body"] = _ => ContentDigest.Create("{}"u8),
        ["sha-256 matches, sha-512 does not"] = body => $"{ContentDigest.Create(body)}, {ContentDigest.Create("{}"u8, DigestAlgorithm.Sha512)}",
        ["sha-512 matches, sha-256 does not"] = body => $"{ContentDigest.Create(body, DigestAlgorithm.Sha512)}, {ContentDigest.Create("{}"u8)}",
        ["sha-384, which is not registered"] = body => $"sha-384=:{Convert.ToBase64String(SHA384.HashData(body))}:",
        ["only one that nobody knows"] = body => $"x-new=:{Convert.ToBase64String(SHA256.HashData(body))}:",
        ["name in capitals"] = body => ContentDigest.Create(body).Replace("sha-256", "SHA-256", StringComparison.Ordinal),
        ["text, not bytes"] = body => $"sha-256=\"{Convert.ToBase64String(SHA256.HashData(body))}\"",
        ["without its end"] = body => ContentDigest.Create(body)[..^1],
    };

    [TestCase("sha-256")]
    [TestCase("sha-512")]
    [TestCase("both")]
    [TestCase("one that nobody knows beside sha-256")]
    [Property("Requirement", "SIG-05")]
    [Property("Requirement", "SIG-12")]
    public async Task Shares_DigestsThatMatch_IsTaken(string digest) => Assert.That(await SendAsync(digest), Is.EqualTo((201, 1)));

    [TestCase("of another body")]
    [TestCase("sha-256 matches, sha-512 does not")]
    [TestCase("sha-512 matches, sha-256 does not")]
    [Property("Requirement", "SIG-12"), Property("Forbidden", "SIG-12")]
    public async Task Shares_OneDigestDoesNotMatch_Is401AndNothingStored(string digest) => Assert.That(await SendAsync(digest), Is.EqualTo((401, 0)));

    [TestCase("sha-384, which is not registered")]
    [TestCase("only one that nobody knows")]
    [Property("Requirement", "SIG-05"), Property("Forbidden", "SIG-05")]
    public async Task Shares_DigestOfNoRegisteredAlgorithm_Is401AndNothingStored(string digest) => Assert.That(await SendAsync(digest), Is.EqualTo((401, 0)));

    [TestCase("name in capitals")]
    [TestCase("text, not bytes")]
    [TestCase("without its end")]
    [Property("Requirement", "SIG-22"), Property("Forbidden", "SIG-22")]
    public async Task Shares_DigestMalformedUnderAGoodSignature_Is401AndNothingStored(string digest) => Assert.That(await SendAsync(digest), Is.EqualTo((401, 0)));

    [Test]
    [Property("Requirement", "SIG-22")]
    public async Task Shares_FieldsInUnusualForm_IsTaken()
    {
        await using var test = await ServerAndPeer.StartAsync();
        using var request = test.ShareRequest();
        await test.SignAsync(request);
        Change(request, "Signature-Input", input => "x=();y,\t" + input.Replace("=(", "=(  ", StringComparison.Ordinal).Replace(");", " );", StringComparison.Ordinal));
        Change(request, "Signature", signature => $"{signature};z=1 ,  x=:AAAA:");

        var answer = await test.SendAsync(request, body: null);

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
    }

    [TestCase("Signature-Input", "ocm=(\"@method\"")]
    [TestCase("Signature-Input", "ocm=1")]
    [TestCase("Signature", "ocm=:not base64!:")]
    [TestCase("Signature", "other=:AAAA:")]
    [TestCase("Content-Digest", "sha-256=abc")]
    [TestCase("Content-Digest", "md5=:AAAA:")]
    [Property("Requirement", "SIG-22"), Property("Forbidden", "SIG-22")]
    public async Task Shares_FieldMalformed_FailsClosed(string field, string value)
    {
        await using var test = await ServerAndPeer.StartAsync();

        Assert.That(await SendAsync(test, field, value), Is.EqualTo((401, 0)));
    }

    [TestCase("Signature-Input", "ocm=(\"@method\"")]
    [TestCase("Signature-Input", "")]
    [TestCase("Signature", "ocm=:not base64!:")]
    [Property("Requirement", "SIG-22"), Property("Forbidden", "SIG-22")]
    public async Task Shares_FieldMalformedWhereNoSignatureIsNeeded_IsNotTakenForUnsigned(string field, string value)
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.RequireSignatures = false });
        test.WithPeer(document => document with { Capabilities = [], Criteria = [], JwksUri = null });

        Assert.That(await SendAsync(test, field, value), Is.EqualTo((401, 0)));
        Assert.That((await test.PostUnsignedAsync(HandSigning.Path, test.Share().ToJsonString())).Status, Is.EqualTo(201), "without the fields it is unsigned");
    }

    private static async Task<(int Status, int Received)> SendAsync(string digest)
    {
        await using var test = await ServerAndPeer.StartAsync();
        using var request = test.ShareRequest(Digests[digest]);
        await test.SignAsync(request);
        return ((await test.SendAsync(request, body: null)).Status, (await test.ReceivedAsync()).Count);
    }

    private static async Task<(int Status, int Received)> SendAsync(ServerAndPeer test, string field, string value)
    {
        using var request = await test.Peer.CreateSignedPostAsync(test.Uri(HandSigning.Path), Encoding.UTF8.GetBytes(test.Share().ToJsonString()));
        Change(request, field, _ => value);
        return ((await test.SendAsync(request, body: null)).Status, (await test.ReceivedAsync()).Count);
    }

    private static void Change(HttpRequestMessage request, string name, Func<string, string> change)
    {
        var value = change(request.Headers.GetValues(name).Single());
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }
}
