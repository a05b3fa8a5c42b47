using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Testing.Peers;

namespace Ocm.Client.Tests.Calls;

/// <summary>Which calls go unsigned, and to whom.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UnsignedCallTests
{
    private FakePeer _peer = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _peer = await FakePeer.StartAsync();
        _peer.Document = _peer.CreateDocument() with { Capabilities = [], Criteria = [] };
    }

    [TearDown]
    public async Task StopAsync() => await _peer.DisposeAsync();

    [Test]
    [Property("Requirement", "SIG-24")]
    public async Task SendShare_PeerWithoutSignatures_GoesUnsigned([Values] bool hasKeys)
    {
        await using var client = new ClientUnderTest(_peer, hasKeys: hasKeys);

        var result = await client.Client.SendShareAsync(_peer.Host, Messages.Share(_peer.Host));

        Assert.That(result.Failure, Is.Null);
        Assert.That(_peer.RequestsTo("/ocm/shares").Single().Header("Signature"), Is.Null);
    }

    [Test]
    [Property("Requirement", "SIG-24")]
    public async Task SendShare_SwitchedOff_IsBlocked()
    {
        await using var client = new ClientUnderTest(_peer, o => o.UnsignedCalls = UnsignedCalls.None);

        var result = await client.Client.SendShareAsync(_peer.Host, Messages.Share(_peer.Host));

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.Blocked));
        Assert.That(result.Failure.Rule, Is.EqualTo("SIG-24"));
        Assert.That(_peer.RequestsTo("/ocm/shares"), Is.Empty);
    }

    [TestCase("SHARE_ACCEPTED", true)]
    [TestCase("SHARE_DECLINED", true)]
    [TestCase("REQUEST_RESHARE", true)]
    [TestCase("SHARE_UNSHARED", false)]
    [TestCase("RESHARE_UNDO", false)]
    [TestCase("of-a-vendor", false)]
    [Property("Requirement", "SIG-24")]
    public async Task SendNotification_ByDefault_GoesUnsignedOnlyFromRecipientToSender(string type, bool isSent)
    {
        await using var client = new ClientUnderTest(_peer);

        var result = await client.Client.SendNotificationAsync(_peer.Host, Messages.Notification(new NotificationType(type)));

        Assert.That(result.IsSuccess, Is.EqualTo(isSent));
        Assert.That(_peer.RequestsTo("/ocm/notifications"), Has.Count.EqualTo(isSent ? 1 : 0));
    }

    [Test]
    [Property("Requirement", "SIG-26")]
    public async Task InviteAcceptanceAndShareRequest_ByDefault_AreNotSentUnsigned()
    {
        await using var client = new ClientUnderTest(_peer);

        var invite = await client.Client.AcceptInviteAsync(_peer.Host, Messages.Acceptance());
        var request = await client.Client.RequestShareAsync(_peer.Host, Messages.Request(_peer.Host));

        Assert.That(invite.Failure!.Kind, Is.EqualTo(OcmFailureKind.Blocked));
        Assert.That(request.Failure!.Kind, Is.EqualTo(OcmFailureKind.Blocked));
        Assert.That(_peer.Requests.Where(r => r.Method == "POST"), Is.Empty);
    }

    [Test]
    [Property("Requirement", "SIG-26")]
    public async Task InviteAcceptanceAndShareRequest_SwitchedOn_GoUnsigned()
    {
        await using var client = new ClientUnderTest(
            _peer, o => o.UnsignedCalls = UnsignedCalls.InviteAcceptances | UnsignedCalls.ShareRequests);

        var invite = await client.Client.AcceptInviteAsync(_peer.Host, Messages.Acceptance());
        var request = await client.Client.RequestShareAsync(_peer.Host, Messages.Request(_peer.Host));

        Assert.That(invite.IsSuccess, Is.True);
        Assert.That(request.IsSuccess, Is.True);
    }

    [Test]
    [Property("Requirement", "SIG-24")]
    public async Task SendShare_WithoutKeysToAPeerWithSignatures_IsBlockedWithTheMend()
    {
        _peer.Document = null;
        await using var client = new ClientUnderTest(_peer, hasKeys: false);

        var result = await client.Client.SendShareAsync(_peer.Host, Messages.Share(_peer.Host));

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.Blocked));
        Assert.That(result.Failure.Message, Does.Contain("AddSigningKeyDirectory"));
        Assert.That(_peer.RequestsTo("/ocm/shares"), Is.Empty);
    }

    [Test]
    public async Task WithoutKeys_ClientAlone_NeedsNoOrigin()
    {
        await using var client = new ClientUnderTest(_peer, o => o.PublicOrigin = null, hasKeys: false);

        var result = await client.Client.SendShareAsync(_peer.Host, Messages.Share(_peer.Host));

        Assert.That(result.IsSuccess, Is.True);
    }
}
