namespace Ocm.LegacySignatures.Tests;

/// <summary>A server that has signed once is not taken unsigned again, whichever form its signatures have.</summary>
internal sealed class TrustOnFirstUseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [TestCase(true, 401)]
    [TestCase(false, 201)]
    public async Task Shares_UnsignedAfterASignedCall_FollowThePolicy(bool trustOnFirstUse, int status)
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync(options => options.TrustOnFirstUse = trustOnFirstUse);

        Assert.That(await server.SendAsync(Unsigned(server, peer, "1")), Is.EqualTo(201), "before the first signature");
        Assert.That(await server.SendAsync(peer.Sign(server.Shares, server.ShareJson(peer, "2"))), Is.EqualTo(201));
        Assert.That(await server.SendAsync(Unsigned(server, peer, "3")), Is.EqualTo(status));
    }

    [Test]
    public async Task Shares_UnsignedAtAnotherNode_Is401()
    {
        var registry = new SharedRegistry();
        await using var peer = await CavagePeer.StartAsync();
        await using var first = await CavageServer.StartAsync(registry: registry);
        await using var second = await CavageServer.StartAsync(registry: registry);

        Assert.That(await first.SendAsync(peer.Sign(first.Shares, first.ShareJson(peer))), Is.EqualTo(201));
        await registry.Signed.WaitAsync(Patience);

        Assert.That(await second.SendAsync(Unsigned(second, peer, "3")), Is.EqualTo(401));
    }

    [Test]
    public async Task Shares_UnsignedAfterARefusedSignature_IsTaken()
    {
        await using var peer = await CavagePeer.StartAsync();
        await using var other = await CavagePeer.StartAsync();
        await using var server = await CavageServer.StartAsync();

        var forged = await server.SendAsync(other.Sign(server.Shares, server.ShareJson(peer), new CavageShape { KeyId = peer.KeyId }));

        Assert.That(forged, Is.EqualTo(401));
        Assert.That(await server.SendAsync(Unsigned(server, peer, "3")), Is.EqualTo(201), "nobody locks a server out by claiming to be it");
    }

    private static HttpRequestMessage Unsigned(CavageServer server, CavagePeer peer, string providerId)
    {
        var request = peer.Sign(server.Shares, server.ShareJson(peer, providerId));
        request.Headers.Remove("Signature");
        return request;
    }
}
