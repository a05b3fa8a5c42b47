using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Conformance.Rig;
using Ocm.Contacts;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Notifications;
using Ocm.Server;
using Ocm.Server.Contacts;
using Ocm.Server.Delivery;
using Ocm.Server.Invites;
using Ocm.Server.Parties;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Parties;

/// <summary>A user who is gone: what the own server ends and tells, and what it ends where another server tells it.</summary>
[Property("Requirement", "NOTIF-02")]
internal sealed class UserRemovedTests
{
    private const string Notifications = "/ocm/notifications";

    [TestCase(false)]
    [TestCase(true)]
    [Property("Requirement", "INV-08")]
    public async Task RemoveAsync_UserWithSharesContactsAndInvites_EndsAllAndTellsWhoKnowsTheUser(bool perContact)
    {
        await using var test = await ServerAndPeer.StartAsync(Settings(perContact));
        var given = (await test.AcceptAsync("marie", "einstein")).Value!.GivenIdentifier!;
        await test.PostAsync("/ocm/shares", test.Share());
        var sent = await test.CreatedAsync(share => share with { SenderIdentifier = "marie" });
        var open = await test.InviteAsync("marie");

        var result = await RemoveAsync(test, "marie");
        var told = await ToldAsync(test, 4);

        Assert.That(result, Is.EqualTo(new UserRemovalResult { SharesEnded = 1, SharesGivenBack = 1, ContactsRemoved = 1, InvitesRevoked = 1, ServersTold = perContact ? 2 : 1 }));
        Assert.That(Of(told, "USER_REMOVED"), Is.EquivalentTo(perContact ? [("user", given), ("user", "marie")] : new[] { ("user", "marie") }));
        Assert.That(Of(told, "SHARE_UNSHARED"), Is.EqualTo(new[] { ("folder", sent.ProviderId) }));
        Assert.That(Of(told, "SHARE_DECLINED"), Is.EqualTo(new[] { ("file", "id-1") }));
        Assert.That(await test.ContactsAsync("marie"), Is.Empty);
        Assert.That((await test.PostAsync(InviteGestures.Path, test.Acceptance(open))).Status, Is.EqualTo(400));
        Assert.That((await test.PostAsync("/ocm/shares", ShareTo(test, given))).Status, Is.EqualTo(perContact ? 400 : 201), "a given identifier stands for nobody");
    }

    [Test]
    public async Task RemoveAsync_OfOne_LeavesTheOthers()
    {
        await using var test = await ServerAndPeer.StartAsync();
        await test.AcceptAsync("albert", "einstein");
        var sent = await test.CreatedAsync();

        var result = await RemoveAsync(test, "marie");

        Assert.That(result, Is.EqualTo(new UserRemovalResult()));
        Assert.That(await test.ContactsAsync("albert"), Has.Count.EqualTo(1));
        Assert.That((await test.Server.WithAsync<ISentShares, SentShare?>(shares => shares.FindAsync(sent.ProviderId)))!.Status, Is.EqualTo(SentShareStatus.Sent));
        Assert.That(test.SentToPeer(Notifications), Is.Empty);
    }

    [Test]
    public async Task RemoveAsync_PeerIsAway_IsStoredAndToldLater()
    {
        await using var test = await ServerAndPeer.StartAsync(Settings(perContact: false));
        await test.AcceptAsync("marie", "einstein");
        var asked = new TaskCompletionSource();
        test.Peer.Answer(Notifications, _ =>
        {
            asked.TrySetResult();
            return FakePeerAnswer.Status(503);
        });

        await RemoveAsync(test, "marie");
        await asked.Task;
        var waiting = await WaitForAsync(test, items => items is [{ Attempts: 1 }]);
        test.Peer.Reset(Notifications);
        await test.Server.WithAsync<IDeliveries, bool>(deliveries => deliveries.RetryNowAsync(waiting[0].Id));
        await WaitForAsync(test, items => items.Count == 0);

        Assert.That(waiting.Select(item => (item.NotificationType, item.ProviderId)), Is.EqualTo(new[] { ((NotificationType?)NotificationType.UserRemoved, "marie") }));
        Assert.That(Of(test.SentToPeer(Notifications).Skip(1), "USER_REMOVED"), Is.EqualTo(new[] { ("user", "marie") }));
    }

    [TestCase(400)]
    [TestCase(404)]
    [TestCase(501)]
    public async Task RemoveAsync_PeerDoesNothingWithTheNews_LeavesNothingBehind(int status)
    {
        await using var test = await ServerAndPeer.StartAsync(Settings(perContact: false));
        await test.AcceptAsync("marie", "einstein");
        test.Peer.Answer(Notifications, FakePeerAnswer.Status(status));

        await RemoveAsync(test, "marie");
        await ToldAsync(test, 1);

        Assert.That(await WaitForAsync(test, items => items.Count == 0), Is.Empty);
    }

    [Test]
    public async Task Notification_UserRemoved_EndsThatUsersSharesAndContactsAlone()
    {
        await using var test = await ServerAndPeer.StartAsync();
        await test.AcceptAsync("marie", "einstein", "token-1");
        await test.AcceptAsync("albert", "einstein", "token-2");
        await test.AcceptAsync("marie", "bohr", "token-3");
        await test.PostAsync("/ocm/shares", test.Share());
        await test.PostAsync("/ocm/shares", ShareOf(test, "bohr", "id-2"));
        var toEinstein = await test.CreatedAsync();
        var toBohr = await test.CreatedAsync(share => share with { ShareWith = new OcmAddress("bohr", test.Peer.Host) });

        var answer = await test.PostAsync(Notifications, Removed("einstein"));

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That((await test.ContactsAsync("marie")).Concat(await test.ContactsAsync("albert")).Select(contact => contact.Address.Identifier), Is.EqualTo(new[] { "bohr" }));
        Assert.That((await test.ReceivedAsync()).Select(share => (share.ProviderId, share.Status)), Is.EquivalentTo(new[] { ("id-1", ReceivedShareStatus.Unshared), ("id-2", ReceivedShareStatus.Pending) }));
        Assert.That(await StatusesAsync(test, toEinstein, toBohr), Is.EqualTo(new[] { SentShareStatus.Unshared, SentShareStatus.Sent }));
        Assert.That(test.SentToPeer(Notifications), Is.Empty, "there is nobody left to tell");
    }

    [Test]
    public async Task Notification_UserRemovedOfAnotherServersUser_ChangesNothing()
    {
        await using var test = await ServerAndPeer.StartAsync();
        await using var other = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        await test.AcceptAsync("marie", "einstein");
        await test.PostAsync("/ocm/shares", test.Share());

        using var forged = await other.CreateSignedPostAsync(test.Uri(Notifications), System.Text.Encoding.UTF8.GetBytes(Removed("einstein")));
        var byStranger = await test.SendAsync(forged, body: null);
        var unsigned = await test.PostUnsignedAsync(Notifications, Removed("einstein"));
        var unknown = await test.PostAsync(Notifications, Removed("bohr"));
        var ofAFile = await test.PostAsync(Notifications, Removed("einstein", "file"));

        Assert.That(new[] { byStranger, unsigned, unknown, ofAFile }.Select(answer => answer.Status), Is.EqualTo(new[] { 401, 401, 401, 400 }));
        Assert.That(ofAFile.WrongFields, Is.EqualTo(new[] { "resourceType" }));
        Assert.That(await test.ContactsAsync("marie"), Has.Count.EqualTo(1));
        Assert.That((await test.ReceivedAsync()).Single().Status, Is.EqualTo(ReceivedShareStatus.Pending));
    }

    [Test]
    public async Task Notification_UserRemovedWithAHandlerOfTheVendor_IsTheVendorsToDecide()
    {
        var handler = new Recorder();
        await using var test = await ServerAndPeer.StartAsync(Settings(perContact: false, ocm => ocm.Services.AddSingleton<INotificationHandler>(handler)));
        await test.AcceptAsync("marie", "einstein");

        var answer = await test.PostAsync(Notifications, Removed("einstein"));

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That(handler.Contacts.Select(contact => (contact.UserIdentifier, contact.Address)), Is.EqualTo(new[] { ("marie", test.Recipient) }));
        Assert.That(await test.ContactsAsync("marie"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Servers_UserRemovedAtOne_IsGoneAtTheOther()
    {
        await using var one = await OcmTestServer.StartAsync(Settings(perContact: true));
        await using var other = await OcmTestServer.StartAsync(Settings(perContact: true));
        var invite = await one.WithAsync<IInvites, InviteString>(
            async invites => invites.ToInviteString((await invites.CreateAsync("albert")).Value!));
        await other.WithAsync<IInvites, OcmResult<Contact>>(invites => invites.AcceptAsync("marie", invite));

        await one.WithAsync<IUserRemoval, UserRemovalResult>(removal => removal.RemoveAsync("albert"));

        Assert.That(
            async () => await other.WithAsync<IContacts, IReadOnlyList<Contact>>(contacts => contacts.ListAsync("marie")),
            Is.Empty.After(20).Seconds.PollEvery(20).MilliSeconds);
    }

    private static OcmTestServerSettings Settings(bool perContact, Action<IOcmServerBuilder>? register = null) => new()
    {
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            if (perContact)
            {
                ocm.AddGivenIdentifiers();
            }

            register?.Invoke(ocm);
        },
    };

    private static string Removed(string user, string resourceType = "user") =>
        $$"""{"notificationType":"USER_REMOVED","resourceType":"{{resourceType}}","providerId":"{{user}}"}""";

    private static JsonObject ShareTo(ServerAndPeer test, string identifier)
    {
        var share = test.Share();
        (share["shareWith"], share["providerId"]) = (test.Server.Address(identifier).ToString(), "id-3");
        return share;
    }

    private static JsonObject ShareOf(ServerAndPeer test, string sender, string providerId)
    {
        var share = test.Share();
        share["owner"] = $"{sender}@{test.Peer.Host}";
        share["sender"] = $"{sender}@{test.Peer.Host}";
        share["providerId"] = providerId;
        return share;
    }

    private static Task<UserRemovalResult> RemoveAsync(ServerAndPeer test, string user) =>
        test.Server.WithAsync<IUserRemoval, UserRemovalResult>(removal => removal.RemoveAsync(user)).AsTask();

    /// <summary>What the peer was told, once it is as much as is expected.</summary>
    private static async Task<IReadOnlyList<JsonElement>> ToldAsync(ServerAndPeer test, int atLeast)
    {
        await WaitForAsync(test, items => items.Count == 0);
        var told = test.SentToPeer(Notifications);
        Assert.That(told, Has.Count.GreaterThanOrEqualTo(Math.Min(atLeast, 1)));
        return told;
    }

    private static async Task<IReadOnlyList<OutboxItem>> WaitForAsync(ServerAndPeer test, Func<IReadOnlyList<OutboxItem>, bool> reached)
    {
        ValueTask<IReadOnlyList<OutboxItem>> ListAsync() =>
            test.Server.WithAsync<IDeliveries, IReadOnlyList<OutboxItem>>(deliveries => deliveries.ListAsync(new OutboxQuery()));
        Assert.That(async () => reached(await ListAsync()), Is.True.After(20).Seconds.PollEvery(20).MilliSeconds);
        return await ListAsync();
    }

    private static List<(string? Resource, string? ProviderId)> Of(IEnumerable<JsonElement> told, string type) =>
    [
        .. told.Where(message => message.GetProperty("notificationType").GetString() == type)
            .Select(message => (message.GetProperty("resourceType").GetString(), message.GetProperty("providerId").GetString())),
    ];

    private static async Task<IReadOnlyList<SentShareStatus>> StatusesAsync(ServerAndPeer test, params SentShare[] shares)
    {
        List<SentShareStatus> statuses = [];
        foreach (var share in shares)
        {
            statuses.Add((await test.Server.WithAsync<ISentShares, SentShare?>(all => all.FindAsync(share.ProviderId)))!.Status);
        }

        return statuses;
    }

    private sealed class Recorder : INotificationHandler
    {
        public NotificationType NotificationType => NotificationType.UserRemoved;

        internal List<Contact> Contacts { get; } = [];

        public ValueTask<OcmResult<OcmUnit>> HandleAsync(OcmNotification notification, NotificationContext context, CancellationToken cancellationToken = default)
        {
            Contacts.AddRange(context.Contacts);
            return ValueTask.FromResult<OcmResult<OcmUnit>>(OcmUnit.Value);
        }
    }
}
