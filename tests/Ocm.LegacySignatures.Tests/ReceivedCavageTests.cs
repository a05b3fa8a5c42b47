using System.Security.Cryptography;
using Ocm.Server;

namespace Ocm.LegacySignatures.Tests;

/// <summary>Signed calls of Nextcloud 31 to 34, and each reason for which one is refused.</summary>
internal sealed class ReceivedCavageTests
{
    private static readonly TestCaseData<CavageShape>[] Accepted =
    [
        new(new CavageShape()) { TestName = "Shares_AsNextcloudSigns_IsTaken" },
        new(new CavageShape { Headers = "(request-target) content-length date digest host" }) { TestName = "Shares_RequestTargetInTheList_IsTaken" },
        new(new CavageShape { Headers = "host date (request-target) digest content-length" }) { TestName = "Shares_RequestTargetInTheMiddle_IsTaken" },
        new(new CavageShape { Algorithm = "rsa-sha256" }) { TestName = "Shares_Sha256_IsTaken" },
        new(new CavageShape { Algorithm = null, Sha256Digest = true }) { TestName = "Shares_NoAlgorithm_IsTakenAsSha256" },
        new(new CavageShape { Zone = "UTC" }) { TestName = "Shares_DateInUtc_IsTaken" },
    ];

    private static readonly TestCaseData<CavageShape>[] Refused =
    [
        new(new CavageShape { SentBody = "{}" }) { TestName = "Shares_OtherBody_IsRefused" },
        new(new CavageShape { Headers = "content-length date host" }) { TestName = "Shares_DigestNotSigned_Is401" },
        new(new CavageShape { Headers = "content-length date digest" }) { TestName = "Shares_HostNotSigned_Is401" },
        new(new CavageShape { Headers = "date digest host" }) { TestName = "Shares_LengthNotSigned_Is401" },
        new(new CavageShape { Headers = "content-length digest host" }) { TestName = "Shares_DateNotSigned_Is401" },
        new(new CavageShape { Algorithm = "hs2019" }) { TestName = "Shares_UnknownAlgorithm_Is401" },
        new(new CavageShape { KeyId = "https://elsewhere.example/ocm#signature" }) { TestName = "Shares_KeyIdOfAnotherHost_Is401" },
        new(new CavageShape { Date = TimeProvider.System.GetUtcNow().AddSeconds(-310) }) { TestName = "Shares_TooOld_Is401" },
        new(new CavageShape { Date = TimeProvider.System.GetUtcNow().AddSeconds(90) }) { TestName = "Shares_FromTheFuture_Is401" },
        new(new CavageShape { Zone = "+0100" }) { TestName = "Shares_DateInAnotherForm_Is401" },
    ];

    [TestCaseSource(nameof(Accepted))]
    public async Task Shares_AcceptedForm_Is201(CavageShape shape)
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync();

        Assert.That(await server.SendAsync(peer.Sign(server.Shares, server.ShareJson(peer), shape)), Is.EqualTo(201));
    }

    [TestCaseSource(nameof(Refused))]
    public async Task Shares_RefusedForm_Is4xx(CavageShape shape)
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync();
        var status = await server.SendAsync(peer.Sign(server.Shares, server.ShareJson(peer), shape));

        // Another body names no server, which is said before the signature is looked at.
        Assert.That(status, Is.EqualTo(shape.SentBody is null ? 401 : 400));
    }

    [Test]
    public async Task Shares_AlteredAfterSigning_Is401()
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync();
        var signed = server.ShareJson(peer);

        Assert.That(
            await server.SendAsync(peer.Sign(server.Shares, signed, new CavageShape { SentBody = signed.Replace("notes.md", "other.m", StringComparison.Ordinal) })),
            Is.EqualTo(401), "another length");
        Assert.That(
            await server.SendAsync(peer.Sign(server.Shares, signed, new CavageShape { SentBody = signed.Replace("notes.md", "other.md", StringComparison.Ordinal) })),
            Is.EqualTo(401), "the same length");
    }

    [TestCase("Digest", "SHA-512=", "sha-512=")]
    [TestCase("Signature", "signature=\"", "signature=\"A")]
    [TestCase("Signature", "keyId=", "keyid=")]
    [TestCase("Signature", "content-length date", "date content-length")]
    public async Task Shares_HeaderAltered_Is401(string header, string what, string by)
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync();
        var request = peer.Sign(server.Shares, server.ShareJson(peer));
        var value = request.Headers.NonValidated[header].ToString();
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value.Replace(what, by, StringComparison.Ordinal));

        Assert.That(await server.SendAsync(request), Is.EqualTo(401));
    }

    [Test]
    public async Task Shares_SignedForAnotherHostOrPath_Is401()
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync();
        var elsewhere = peer.Sign(new Uri("http://elsewhere.example/ocm/shares"), server.ShareJson(peer));
        elsewhere.RequestUri = server.Shares;
        var otherPath = peer.Sign(new Uri(server.Server.Origin, "/ocm/notifications"), server.ShareJson(peer));
        otherPath.RequestUri = server.Shares;

        Assert.That(await server.SendAsync(elsewhere), Is.EqualTo(401));
        Assert.That(await server.SendAsync(otherPath), Is.EqualTo(401));
    }

    [Test]
    public async Task Shares_Replayed_Is401()
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync();
        var shape = new CavageShape { Date = TimeProvider.System.GetUtcNow() };

        Assert.That(await server.SendAsync(peer.Sign(server.Shares, server.ShareJson(peer), shape)), Is.EqualTo(201));
        Assert.That(await server.SendAsync(peer.Sign(server.Shares, server.ShareJson(peer), shape)), Is.EqualTo(401));
    }

    [Test]
    public async Task Shares_KeyIdIsNotThePublishedOne_Is401()
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync();
        peer.Publish(keyId: $"{peer.Peer.Origin}/ocm#another");

        Assert.That(await server.SendAsync(peer.Sign(server.Shares, server.ShareJson(peer))), Is.EqualTo(401));
    }

    [Test]
    public async Task Shares_PublishedKeyIdOnAnotherHost_Is401()
    {
        const string Foreign = "https://elsewhere.example/ocm#signature";
        await using var peer = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync();
        peer.Publish(keyId: Foreign);

        Assert.That(await server.SendAsync(peer.Sign(server.Shares, server.ShareJson(peer), new CavageShape { KeyId = Foreign })), Is.EqualTo(401));
    }

    [Test]
    public async Task Shares_KeyOfAnotherServer_Is401()
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var other = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync();

        Assert.That(await server.SendAsync(other.Sign(server.Shares, server.ShareJson(peer))), Is.EqualTo(401), "its own keyId");
        Assert.That(
            await server.SendAsync(other.Sign(server.Shares, server.ShareJson(peer), new CavageShape { KeyId = peer.KeyId })), Is.EqualTo(401), "the claimed server's keyId");
    }

    [Test]
    public async Task Shares_KeyUnderTheNameId_IsTaken()
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync();
        peer.Publish(member: "id");

        Assert.That(await server.SendAsync(peer.Sign(server.Shares, server.ShareJson(peer))), Is.EqualTo(201));
    }

    [Test]
    public async Task Shares_WeakOrPrivateKeyPublished_Is401()
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync();
        using var weak = RSA.Create(1024);
        peer.Publish(pem: weak.ExportSubjectPublicKeyInfoPem());
        var withWeak = await server.SendAsync(peer.Sign(server.Shares, server.ShareJson(peer)));
        Assert.That(withWeak, Is.EqualTo(401));

        await using var second = await CavageServer.StartAsync();
        peer.Publish(pem: weak.ExportPkcs8PrivateKeyPem());
        Assert.That(await second.SendAsync(peer.Sign(second.Shares, second.ShareJson(peer))), Is.EqualTo(401));
    }

    [Test]
    public async Task Shares_PeerWithJwksUri_IsHeldToTheDraft()
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync();
        peer.Publish(jwksUri: true);

        Assert.That(await server.SendAsync(peer.Sign(server.Shares, server.ShareJson(peer))), Is.EqualTo(401));
    }

    [Test]
    public async Task Shares_StrictOrWithoutTheAdapter_Is401()
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var strict = await CavageServer.StartAsync(options => options.Posture = OcmPosture.Strict);
        await using var off = await CavageServer.StartAsync(options => options.LegacySignatures = false);
        await using var without = await CavageServer.StartAsync(withAdapter: false);

        foreach (var server in new[] { strict, off, without })
        {
            Assert.That(await server.SendAsync(peer.Sign(server.Shares, server.ShareJson(peer))), Is.EqualTo(401));
        }
    }
}
