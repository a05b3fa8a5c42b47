using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Http;
using Ocm.Conformance.Rig;
using Ocm.Contacts;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Parties;
using Ocm.Server;
using Ocm.Server.Delivery;
using Ocm.Server.Invites;
using Ocm.Server.Parties;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Tokens;

namespace Ocm.Conformance.Parties;

/// <summary>A user who is removed while something is under way, or waits: nothing of the user comes back.</summary>
[Property("Requirement", "INV-08")]
internal sealed class UserRemovalInProgressTests
{
    [Test]
    [Property("Requirement", "NOTIF-02")]
    public async Task RemoveAsync_WhileAnInviteIsBeingAccepted_LeavesNoContactAndTellsItsServer()
    {
        var gone = new Departures();
        await using var test = await ServerAndPeer.StartAsync(Settings(ocm => ocm.AddUserDirectory<LeavingUsers>().Services.AddSingleton(gone)));
        test.Peer.Answer(InviteGestures.Path, _ =>
        {
            gone.Add("marie");
            RemoveAsync(test, "marie").GetAwaiter().GetResult();
            return FakePeerAnswer.Json(new JsonObject { ["userID"] = "einstein", ["email"] = "", ["name"] = "einstein" }.ToJsonString());
        });

        var answer = await test.Server.WithAsync<IInvites, OcmResult<Contact>>(
            invites => invites.AcceptAsync("marie", new InviteString(new SecretString("a-token-of-the-peer"), test.Peer.Host)));
        var given = test.SentToPeer(InviteGestures.Path).Single().GetProperty("userID").GetString()!;

        Assert.That(answer.Failure?.Kind, Is.EqualTo(OcmFailureKind.NotFound));
        Assert.That(await test.ContactsAsync("marie"), Is.Empty);
        Assert.That(
            () => test.SentToPeer("/ocm/notifications").Select(told => (told.GetProperty("notificationType").GetString(), told.GetProperty("providerId").GetString())),
            Is.EqualTo(new[] { ("USER_REMOVED", given) }).After(20).Seconds.PollEvery(20).MilliSeconds);

        gone.Clear();
        Assert.That((await test.PostAsync("/ocm/shares", ShareTo(test, given))).Status, Is.EqualTo(400), "the identifier stands for nobody");
    }

    [Test]
    public async Task InviteAccepted_AgainAfterTheRemoval_DoesNotBringTheIdentifierBack()
    {
        await using var test = await ServerAndPeer.StartAsync(Settings());
        var invite = await test.InviteAsync("marie");
        var first = await test.PostAsync(InviteGestures.Path, test.Acceptance(invite));
        var given = first.Json.GetProperty("userID").GetString()!;
        await RemoveAsync(test, "marie");

        var again = await test.PostAsync(InviteGestures.Path, test.Acceptance(invite));
        var shared = await test.PostAsync("/ocm/shares", ShareTo(test, given));

        Assert.That((first.Status, again.Status, shared.Status), Is.EqualTo((200, 409, 400)));
        Assert.That(await test.ContactsAsync("marie"), Is.Empty);
    }

    [Test]
    public async Task RemoveAsync_ServerDoesNotAnswer_PutsTheNewsAsideLikeTheRest()
    {
        await using var test = await ServerAndPeer.StartAsync(Settings(ocm => ocm.Services.Configure<OcmHttpOptions>(http => http.MaxRetries = 0)));
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(503) with { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "3600" } });
        await test.PostAsync("/ocm/shares", test.Share());
        await test.CreatedAsync(share => share with { SenderIdentifier = "marie" });
        var aside = (await OutboxAsync(test)).Single().NextAttemptAt;

        await RemoveAsync(test, "marie");

        var waiting = (await OutboxAsync(test)).Where(item => item.Kind == OutboxItemKind.Notification).ToList();
        Assert.That(waiting.Select(item => item.NotificationType?.Value), Is.EquivalentTo(new[] { "USER_REMOVED", "SHARE_UNSHARED", "SHARE_DECLINED" }));
        Assert.That(waiting.Select(item => item.NextAttemptAt), Is.All.GreaterThanOrEqualTo(aside));
    }

    [Test]
    public async Task RemoveAsync_MoreOpenInvitesThanAPage_RevokesAll()
    {
        await using var test = await ServerAndPeer.StartAsync(Settings());
        var accepted = await test.InviteAsync("marie");
        await test.PostAsync(InviteGestures.Path, test.Acceptance(accepted));
        for (var i = 0; i < 250; i++)
        {
            await test.InviteAsync("marie");
        }

        var result = await RemoveAsync(test, "marie");

        Assert.That((result.InvitesRevoked, result.AcceptancesCancelled, result.ContactsRemoved), Is.EqualTo((250, 0, 1)));
        var left = await test.Server.WithAsync<IInvites, IReadOnlyList<Invite>>(invites => invites.ListAsync("marie"));
        Assert.That(left.Select(invite => invite.Token.Reveal()), Is.EqualTo(new[] { accepted.Token.Reveal() }));
    }

    [Test]
    public async Task RemoveAsync_AcceptanceThatWaits_IsCancelled()
    {
        await using var test = await ServerAndPeer.StartAsync(Settings(ocm => ocm.Services.Configure<OcmHttpOptions>(http => http.MaxRetries = 0)));
        test.Peer.Answer(InviteGestures.Path, FakePeerAnswer.Status(503));
        await test.Server.WithAsync<IInvites, OcmResult<Contact>>(
            invites => invites.AcceptAsync("marie", new InviteString(new SecretString("a-token-of-the-peer"), test.Peer.Host)));

        var result = await RemoveAsync(test, "marie");

        Assert.That((result.InvitesRevoked, result.AcceptancesCancelled), Is.EqualTo((0, 1)));
        Assert.That(await test.Server.WithAsync<IInvites, IReadOnlyList<InviteAcceptance>>(invites => invites.ListAcceptancesAsync("marie")), Is.Empty);
    }

    private static OcmTestServerSettings Settings(Action<IOcmServerBuilder>? register = null) => new()
    {
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().AddGivenIdentifiers();
            register?.Invoke(ocm);
        },
    };

    private static Task<UserRemovalResult> RemoveAsync(ServerAndPeer test, string user) =>
        test.Server.WithAsync<IUserRemoval, UserRemovalResult>(removal => removal.RemoveAsync(user)).AsTask();

    private static ValueTask<IReadOnlyList<OutboxItem>> OutboxAsync(ServerAndPeer test) =>
        test.Server.WithAsync<IDeliveries, IReadOnlyList<OutboxItem>>(deliveries => deliveries.ListAsync(new OutboxQuery()));

    private static JsonObject ShareTo(ServerAndPeer test, string identifier)
    {
        var share = test.Share();
        share["shareWith"] = test.Server.Address(identifier).ToString();
        return share;
    }

    /// <summary>Who has left.</summary>
    private sealed class Departures : System.Collections.Concurrent.ConcurrentBag<string>;

    /// <summary>The users who have not left.</summary>
    private sealed class LeavingUsers(Departures gone) : IUserDirectory
    {
        private readonly TestUsers _users = new();

        public ValueTask<Party?> FindUserAsync(string identifier, CancellationToken cancellationToken = default) =>
            gone.Contains(identifier) ? ValueTask.FromResult<Party?>(null) : _users.FindUserAsync(identifier, cancellationToken);

        public ValueTask<Party?> FindGroupAsync(string identifier, CancellationToken cancellationToken = default) =>
            _users.FindGroupAsync(identifier, cancellationToken);

        public ValueTask<IReadOnlyList<string>> GetGroupsAsync(string userIdentifier, CancellationToken cancellationToken = default) =>
            _users.GetGroupsAsync(userIdentifier, cancellationToken);
    }
}
