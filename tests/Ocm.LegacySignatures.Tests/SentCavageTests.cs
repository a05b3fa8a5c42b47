using System.Security.Cryptography;
using System.Text;
using Ocm.Server;

namespace Ocm.LegacySignatures.Tests;

/// <summary>Calls to Nextcloud 31 to 34, verified here by hand, and the key that this server publishes.</summary>
internal sealed class SentCavageTests
{
    [Test]
    public async Task CreateShare_PeerWithPublicKey_IsSignedWithThePublishedKey()
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync();

        Assert.That((await server.ShareAsync(peer)).Failure, Is.Null);

        var request = peer.Peer.RequestsTo("/ocm/shares")[0];
        Assert.That(request.Header("Signature-Input"), Is.Null);
        Assert.That(request.Header("Digest"), Is.EqualTo("SHA-512=" + Convert.ToBase64String(SHA512.HashData(request.Body.Span))));
        var published = (await server.GetAsync("/.well-known/ocm"))["publicKey"]!;
        var signature = request.Header("Signature")!;
        Assert.That(signature, Does.StartWith(
            $"keyId=\"{published["keyId"]}\",algorithm=\"rsa-sha512\",headers=\"(request-target) content-length date digest host\",signature=\""));
        Assert.That((string?)published["keyId"], Is.EqualTo($"{server.Server.Origin.GetLeftPart(UriPartial.Authority)}/ocm#signature"));
        var text = $"(request-target): post /ocm/shares\ncontent-length: {request.Body.Length}\ndate: {request.Header("Date")}\n"
            + $"digest: {request.Header("Digest")}\nhost: {peer.Peer.Host}";
        using var key = RSA.Create();
        key.ImportFromPem((string?)published["publicKeyPem"]);
        var digits = signature[(signature.IndexOf(",signature=\"", StringComparison.Ordinal) + 12)..^1];
        Assert.That(
            key.VerifyData(Encoding.ASCII.GetBytes(text), Convert.FromBase64String(digits), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1), Is.True);
    }

    [TestCase(OcmPosture.Strict, false)]
    [TestCase(OcmPosture.Interoperable, true)]
    public async Task Discovery_Posture_SaysWhetherTheKeyIsPublished(OcmPosture posture, bool isPublished)
    {
        await using var server = await CavageServer.StartAsync(options => options.Posture = posture);

        var document = await server.GetAsync("/.well-known/ocm");

        Assert.That(document.ContainsKey("publicKey"), Is.EqualTo(isPublished));
        Assert.That((string?)document["apiVersion"], Is.EqualTo("1.4.0"));
        Assert.That(document.ContainsKey("jwksUri"), Is.True);
    }

    [Test]
    public async Task Discovery_AnotherNodeWithTheSameDirectory_PublishesTheSameKey()
    {
        var keys = Directory.CreateTempSubdirectory("ocm-cavage-");
        var first = await CavageServer.StartAsync(keys: keys);
        var before = (await first.GetAsync("/.well-known/ocm"))["publicKey"]!.ToJsonString();
        var origin = first.Server.Origin;
        await using var second = await CavageServer.StartAsync(options => options.PublicOrigin = origin, keys);

        Assert.That((await second.GetAsync("/.well-known/ocm"))["publicKey"]!.ToJsonString(), Is.EqualTo(before));
        await first.Server.DisposeAsync();
    }

    [Test]
    public async Task CreateShare_PeerWithPublicKeyAndJwksUri_IsNotSignedInTheOlderForm()
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync();
        peer.Publish(jwksUri: true);

        await server.ShareAsync(peer);

        Assert.That(peer.Peer.RequestsTo("/ocm/shares").Select(request => request.Header("Signature")), Is.All.Null);
    }
}
