using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Server.Contacts;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Shares;

internal sealed class ShareStoryTests
{
    [Test]
    [Property("Requirement", "SHARE-01")]
    [Property("Requirement", "SHARE-21")]
    public async Task CreateAsync_ReachableReceiver_IsReceivedAndConfirmed()
    {
        await using var servers = await TwoServers.StartAsync();

        var share = await servers.SharedAsync();
        var received = await servers.ReceivedAsync();

        Assert.That(share.Status, Is.EqualTo(SentShareStatus.Sent));
        Assert.That(share.RecipientDisplayName, Is.EqualTo("Marie Curie"));
        Assert.That(share.Secret, Is.Null, "a confirmed share keeps only the hash of its secret");
        Assert.That(received.ProviderId, Is.EqualTo(share.ProviderId));
        Assert.That(received.Status, Is.EqualTo(ReceivedShareStatus.Pending));
        Assert.That(received.Sender, Is.EqualTo(servers.Sending.Address("albert")));
    }

    [Test]
    [Property("Requirement", "TOK-13")]
    public async Task CreateAsync_ReceiverCanExchange_RequiresTheExchange()
    {
        await using var servers = await TwoServers.StartAsync();

        await servers.SharedAsync();

        Assert.That((await servers.ReceivedAsync()).Protocol.MustExchangeToken, Is.True);
    }

    [Test]
    [Property("Requirement", "NOTIF-02")]
    [Property("Requirement", "NOTIF-10")]
    public async Task AcceptAsync_PendingShare_SenderSeesIt()
    {
        await using var servers = await TwoServers.StartAsync();
        var share = await servers.SharedAsync();

        await servers.AcceptAsync();

        Assert.That((await servers.SentAsync(share.ProviderId)).Status, Is.EqualTo(SentShareStatus.Accepted));
    }

    [Test]
    [Property("Requirement", "NOTIF-02")]
    public async Task DeclineAsync_PendingShare_SenderSeesIt()
    {
        await using var servers = await TwoServers.StartAsync();
        var share = await servers.SharedAsync();
        var received = await servers.ReceivedAsync();

        await servers.Receiving.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.DeclineAsync(received.Id, "marie"));

        Assert.That((await servers.SentAsync(share.ProviderId)).Status, Is.EqualTo(SentShareStatus.Declined));
    }

    [Test]
    [Property("Requirement", "NOTIF-02")]
    public async Task DeclineAsync_AcceptedShare_SenderSeesIt()
    {
        await using var servers = await TwoServers.StartAsync();
        var share = await servers.SharedAsync();
        var received = await servers.AcceptAsync();

        await servers.Receiving.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.DeclineAsync(received.Id, "marie"));

        Assert.That((await servers.SentAsync(share.ProviderId)).Status, Is.EqualTo(SentShareStatus.Declined));
    }

    [Test]
    [Property("Requirement", "NOTIF-08")]
    [Property("Requirement", "TOK-12"), Property("Forbidden", "TOK-12")]
    public async Task UnshareAsync_AcceptedShare_EndsOnBothSides()
    {
        await using var servers = await TwoServers.StartAsync();
        var share = await servers.SharedAsync();
        var received = await servers.AcceptAsync();

        var ended = await servers.Sending.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));
        var opened = await servers.Receiving.WithAsync<IReceivedShares, OcmResult<Client.Access.RemoteResource>>(
            shares => shares.OpenAsync(received.Id, "marie"));

        Assert.That(ended.Value!.Status, Is.EqualTo(SentShareStatus.Unshared));
        Assert.That((await servers.ReceivedAsync()).Status, Is.EqualTo(ReceivedShareStatus.Unshared));
        Assert.That(opened.Failure!.Kind, Is.EqualTo(OcmFailureKind.Ended));
    }

    [Test]
    [Property("Requirement", "SHARE-22"), Property("Forbidden", "SHARE-22")]
    public async Task CreateAsync_UnknownRecipient_IsRefusedAndNotShared()
    {
        await using var servers = await TwoServers.StartAsync();

        var result = await servers.ShareAsync(share => share with { ShareWith = servers.Receiving.Address("nobody") });

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.Invalid));
        Assert.That(result.Failure.PeerStatus, Is.EqualTo(400));
    }

    [Test]
    [Property("Requirement", "SHARE-05")]
    public async Task CreateAsync_GroupAtServerWithoutGroups_IsRefusedByTheRule()
    {
        await using var servers = await TwoServers.StartAsync();

        var result = await servers.ShareAsync(share => share with
        {
            ShareType = ShareType.Group,
            ShareWith = servers.Receiving.Address("physicists"),
        });

        Assert.That(result.Failure!.Rule, Is.EqualTo("SHARE-05"));
    }

    [Test]
    public async Task CreateAsync_GroupAtServerWithGroups_IsSeenByItsMembers()
    {
        await using var servers = await TwoServers.StartAsync(receiving: new OcmTestServerSettings
        {
            Options = options => options.ShareTypes.Add(ShareType.Group),
        });

        await servers.SharedAsync(share => share with { ShareType = ShareType.Group, ShareWith = servers.Receiving.Address("physicists") });
        var mine = await servers.Receiving.WithAsync<IReceivedShares, IReadOnlyList<ReceivedShare>>(shares => shares.ListAsync("marie"));
        var others = await servers.Receiving.WithAsync<IReceivedShares, IReadOnlyList<ReceivedShare>>(shares => shares.ListAsync("albert"));

        Assert.That(mine, Has.Count.EqualTo(1));
        Assert.That(others, Is.Empty);
    }

    [Test]
    [Property("Requirement", "MFA-02")]
    public async Task CreateAsync_MfaAtServerThatCannotEnforceIt_IsRefusedByTheRule()
    {
        await using var servers = await TwoServers.StartAsync();

        var result = await servers.ShareAsync(share => share with { Requirements = [Requirement.MustUseMfa] });

        Assert.That(result.Failure!.Rule, Is.EqualTo("MFA-02"));
    }

    [Test]
    [Property("Requirement", "INV-03")]
    [Property("Requirement", "INV-04")]
    [Property("Requirement", "INV-05")]
    public async Task InviteAsync_Accepted_BothHaveAContact()
    {
        await using var servers = await TwoServers.StartAsync();

        var contact = await servers.InviteAsync();
        var other = await servers.Sending.WithAsync<IContacts, IReadOnlyList<Contact>>(contacts => contacts.ListAsync("albert"));

        Assert.That(contact.Value!.Address, Is.EqualTo(servers.Sending.Address("albert")));
        Assert.That(other.Single().Address, Is.EqualTo(servers.Receiving.Address("marie")));
    }
}
