using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Http;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Server.Contacts;
using Ocm.Server.Delivery;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.Invites;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Tokens;

namespace Ocm.Conformance.Invites;

/// <summary>The accepting side: the intent is stored before the inviting server is told, so that nothing is lost in between.</summary>
internal sealed class InviteAcceptanceTests
{
    private const string Path = "/ocm/invite-accepted";

    [Test]
    [Property("Requirement", "INV-02")]
    public async Task AcceptAsync_InvitingServerAway_GoesOnByItselfUntilItIsBack()
    {
        await using var test = await PeerAndServer.StartAsync(Fast());
        test.Peer.Answer(Path, FakePeerAnswer.Status(503));

        var first = await AcceptAsync(test);
        var pending = (await ListAsync(test)).Single();
        test.Peer.Reset(Path);
        Assert.That(async () => (await ContactsAsync(test.Server)).Count, Is.EqualTo(1).After(30_000, 20));

        Assert.That(first.Failure!.IsTransient, Is.True);
        Assert.That(pending.Status, Is.EqualTo(InviteAcceptanceStatus.Pending));
        Assert.That(pending.LastError, Does.StartWith("Unavailable"));
        Assert.That((await ContactsAsync(test.Server))[0].Address, Is.EqualTo(new OcmAddress("inviter", test.Peer.Host)));
        Assert.That(await ListAsync(test), Is.Empty);
    }

    [Test]
    public async Task AcceptAsync_PendingBefore_IsJoinedAndAnsweredNow()
    {
        await using var test = await PeerAndServer.StartAsync(Fast(TimeSpan.FromMinutes(10)));
        test.Peer.Answer(Path, FakePeerAnswer.Status(503));
        await AcceptAsync(test);
        test.Peer.Reset(Path);

        var second = await AcceptAsync(test);

        Assert.That(second.Value!.DisplayName, Is.EqualTo("The Inviter"));
        Assert.That(await ListAsync(test), Is.Empty);
    }

    [Test]
    public async Task AcceptAsync_RefusedAtOnce_KeepsNothing()
    {
        await using var test = await PeerAndServer.StartAsync(Fast());
        test.Peer.Answer(Path, FakePeerAnswer.Json("""{"message":"no such invite"}""", 400));

        var refused = await AcceptAsync(test);

        Assert.That(refused.Failure!.Kind, Is.EqualTo(OcmFailureKind.Invalid));
        Assert.That(await ListAsync(test), Is.Empty);
    }

    [Test]
    public async Task AcceptAsync_RefusedLater_IsKeptWithItsReasonUntilTheUserActs()
    {
        await using var test = await PeerAndServer.StartAsync(Fast());
        test.Peer.Answer(Path, FakePeerAnswer.Status(503));
        await AcceptAsync(test);
        test.Peer.Answer(Path, FakePeerAnswer.Json("""{"message":"no such invite"}""", 400));
        Assert.That(async () => (await ListAsync(test)).Single().Status, Is.EqualTo(InviteAcceptanceStatus.Failed).After(30_000, 20));

        var failed = (await ListAsync(test)).Single();
        var others = await test.Server.WithAsync<IInvites, bool>(invites => invites.CancelAcceptanceAsync("albert", failed.Id));
        test.Peer.Reset(Path);
        var again = await AcceptAsync(test);

        Assert.That(failed.LastError, Does.StartWith("Invalid").And.Not.Contain("no such invite"));
        Assert.That(others, Is.False);
        Assert.That(again.IsSuccess, Is.True, "one that was given up begins anew");
        Assert.That(await ListAsync(test), Is.Empty);
    }

    [Test]
    public async Task CancelAcceptanceAsync_Pending_IsNotTriedAgain()
    {
        await using var test = await PeerAndServer.StartAsync(Fast(TimeSpan.FromMinutes(10)));
        test.Peer.Answer(Path, FakePeerAnswer.Status(503));
        await AcceptAsync(test);

        var cancelled = await test.Server.WithAsync<IInvites, bool>(async invites =>
            await invites.CancelAcceptanceAsync("marie", (await invites.ListAcceptancesAsync("marie"))[0].Id));

        Assert.That(cancelled, Is.True);
        Assert.That(await ListAsync(test), Is.Empty);
    }

    // The plug was pulled between the inviting server's 200 and the contact: what is left is the intent.
    [Test]
    public async Task Service_AnswerWasLostInACrash_BringsTheContactWithARepetition()
    {
        await using var servers = await TwoServers.StartAsync(receiving: Fast());
        var invite = (await servers.Sending.WithAsync<IInvites, OcmResult<Invite>>(invites => invites.CreateAsync("albert"))).Value!;
        var lost = await servers.Receiving.Services.GetRequiredService<IOcmClient>().AcceptInviteAsync(servers.Sending.Host, Request(servers.Receiving, invite.Token));
        var now = DateTimeOffset.UtcNow;

        await servers.Receiving.Services.GetRequiredService<IInviteAcceptanceStore>().TryAddAcceptanceAsync(new InviteAcceptance
        {
            Id = "intent",
            UserIdentifier = "marie",
            InvitingServer = servers.Sending.Host,
            Token = invite.Token,
            CreatedAt = now,
            ExpiresAt = now.AddDays(1),
            NextAttemptAt = now,
        });
        Assert.That(async () => (await ContactsAsync(servers.Receiving)).Count, Is.EqualTo(1).After(30_000, 20));

        Assert.That(lost.Value!.IsRepeated, Is.False);
        var contact = (await ContactsAsync(servers.Receiving))[0];
        Assert.That(contact.Address, Is.EqualTo(servers.Sending.Address("albert")));
        Assert.That(contact.DisplayName, Is.EqualTo("Albert Einstein"));
        Assert.That((await ContactsAsync(servers.Sending, "albert")).Single().Address, Is.EqualTo(servers.Receiving.Address("marie")));
    }

    [Test]
    [Property("Requirement", "INV-04"), Property("Forbidden", "INV-04")]
    public async Task AcceptAsync_SecondTime_IsAConflict()
    {
        await using var servers = await TwoServers.StartAsync();
        var invite = (await servers.Sending.WithAsync<IInvites, OcmResult<Invite>>(invites => invites.CreateAsync("albert"))).Value!;
        var text = new InviteString(invite.Token, servers.Sending.Host);

        var first = await servers.Receiving.WithAsync<IInvites, OcmResult<Contact>>(invites => invites.AcceptAsync("marie", text));
        var second = await servers.Receiving.WithAsync<IInvites, OcmResult<Contact>>(invites => invites.AcceptAsync("marie", text));
        var other = await servers.Receiving.WithAsync<IInvites, OcmResult<Contact>>(invites => invites.AcceptAsync("albert", text));

        Assert.That(first.IsSuccess, Is.True);
        Assert.That(second.Failure!.Kind, Is.EqualTo(OcmFailureKind.Conflict));
        Assert.That(other.Failure!.Kind, Is.EqualTo(OcmFailureKind.Conflict));
        Assert.That(await ContactsAsync(servers.Receiving, "albert"), Is.Empty);
    }

    [Test]
    [Property("Requirement", "INV-04"), Property("Forbidden", "INV-04")]
    public async Task Post_AcceptedBefore_Is409AndTellsOnlyWhoeverAcceptedWhoInvited()
    {
        await using var test = await PeerAndServer.StartAsync();
        var invite = (await test.Server.WithAsync<IInvites, OcmResult<Invite>>(invites => invites.CreateAsync("albert"))).Value!;

        var first = await test.PostAsync(Path, Json(test, invite, "bob"));
        var same = await test.PostAsync(Path, Json(test, invite, "bob"));
        var other = await test.PostAsync(Path, Json(test, invite, "Bob"));

        Assert.That(first.Status, Is.EqualTo(200));
        Assert.That(same.Status, Is.EqualTo(409));
        Assert.That(same.Json.GetProperty("userID").GetString(), Is.EqualTo("albert"));
        Assert.That(same.Json.GetProperty("message").GetString(), Is.Not.Empty);
        Assert.That(other.Status, Is.EqualTo(409));
        Assert.That(other.Json.TryGetProperty("userID", out _), Is.False);
        Assert.That(other.Body, Does.Not.Contain("albert").And.Not.Contain("Albert"));
    }

    private static string Json(PeerAndServer test, Invite invite, string user) =>
        System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["recipientProvider"] = test.Peer.Host.Value,
            ["token"] = invite.Token.Reveal(),
            ["userID"] = user,
            ["email"] = string.Empty,
            ["name"] = "Bob",
        });

    private static InviteAcceptanceRequest Request(OcmTestServer server, SecretString token) => new()
    {
        RecipientProvider = server.Host,
        Token = token,
        UserId = "marie",
        Email = "marie@example.org",
        Name = "Marie Curie",
    };

    private static ValueTask<OcmResult<Contact>> AcceptAsync(PeerAndServer test) =>
        test.Server.WithAsync<IInvites, OcmResult<Contact>>(
            invites => invites.AcceptAsync("marie", new InviteString(new SecretString("a-token-of-the-fake-peer"), test.Peer.Host)));

    private static ValueTask<IReadOnlyList<InviteAcceptance>> ListAsync(PeerAndServer test) =>
        test.Server.WithAsync<IInvites, IReadOnlyList<InviteAcceptance>>(invites => invites.ListAcceptancesAsync("marie"));

    private static ValueTask<IReadOnlyList<Contact>> ContactsAsync(OcmTestServer server, string user = "marie") =>
        server.WithAsync<IContacts, IReadOnlyList<Contact>>(contacts => contacts.ListAsync(user));

    // Short waits, so that a test sees many attempts; no breaker and no retry below.
    private static OcmTestServerSettings Fast(TimeSpan? wait = null) => new()
    {
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            ocm.Services.Configure<OcmDeliveryOptions>(delivery =>
            {
                delivery.FirstRetryDelay = wait ?? TimeSpan.FromMilliseconds(20);
                delivery.MaxRetryDelay = wait ?? TimeSpan.FromMilliseconds(200);
                delivery.PollInterval = TimeSpan.FromMilliseconds(20);
            });
            ocm.Services.Configure<OcmHttpOptions>(http =>
            {
                http.MaxRetries = 0;
                http.CircuitBreaker.MinimumThroughput = 1000;
            });
        },
    };
}
