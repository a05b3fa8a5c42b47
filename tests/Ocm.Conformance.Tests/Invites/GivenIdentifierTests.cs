using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Conformance.Rig;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Parties;
using Ocm.Server;
using Ocm.Server.Contacts;
using Ocm.Server.Invites;
using Ocm.Server.ShareRequests;
using Ocm.Server.Shares;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Tokens;

namespace Ocm.Conformance.Invites;

/// <summary>Each contact knows a user by an identifier of its own, in both roles, and everything that comes under it finds the user.</summary>
[Property("Requirement", "INV-08")]
internal sealed class GivenIdentifierTests
{
    private static readonly OcmTestServerSettings PerContact = Settings(ocm => ocm.AddGivenIdentifiers());

    [Test]
    public async Task Accept_InvitesOfTwo_GivesEachAnIdentifierOfItsOwn()
    {
        await using var test = await ServerAndPeer.StartAsync(PerContact);

        await test.AcceptAsync("marie", "einstein", "token-1");
        await test.AcceptAsync("marie", "bohr", "token-2");

        var given = test.SentToPeer(InviteGestures.Path).Select(request => request.GetProperty("userID").GetString()!).ToList();
        Assert.That(given, Has.Count.EqualTo(2).And.Unique.And.All.Length.GreaterThanOrEqualTo(22).And.None.Contain("marie"));
        Assert.That((await test.ContactsAsync("marie")).Select(contact => contact.GivenIdentifier), Is.EquivalentTo(given));
    }

    [Test]
    public async Task Accept_WithoutTheOption_GivesTheUsersOwn()
    {
        await using var test = await ServerAndPeer.StartAsync();

        await test.AcceptAsync("marie", "einstein");

        Assert.That(test.SentToPeer(InviteGestures.Path).Single().GetProperty("userID").GetString(), Is.EqualTo("marie"));
    }

    [Test]
    public async Task Accept_TriedAgain_GivesTheSame()
    {
        await using var test = await ServerAndPeer.StartAsync(PerContact);
        test.Peer.Answer(InviteGestures.Path, FakePeerAnswer.Status(503));
        await test.Server.WithAsync<IInvites, OcmResult<Contact>>(
            invites => invites.AcceptAsync("marie", new InviteString(new SecretString("a-token-of-the-peer"), test.Peer.Host)));

        var contact = await test.AcceptAsync("marie", "einstein");

        Assert.That(contact.Failure, Is.Null);
        Assert.That(test.SentToPeer(InviteGestures.Path).Select(request => request.GetProperty("userID").GetString()).Distinct().Single(), Is.EqualTo(contact.Value!.GivenIdentifier));
    }

    [Test]
    public async Task InviteAccepted_OfTwoInvites_AnswersEachWithAnIdentifierOfItsOwn()
    {
        await using var test = await ServerAndPeer.StartAsync(PerContact);

        var first = await test.PostAsync(InviteGestures.Path, test.Acceptance(await test.InviteAsync("albert")));
        var second = await test.PostAsync(InviteGestures.Path, test.Acceptance(await test.InviteAsync("albert"), "bohr"));

        var given = new[] { first, second }.Select(answer => answer.Json.GetProperty("userID").GetString()!).ToList();
        Assert.That(given, Is.Unique.And.None.EqualTo("albert"));
        Assert.That((await test.ContactsAsync("albert")).Select(contact => contact.GivenIdentifier), Is.EquivalentTo(given));
        Assert.That(first.Json.GetProperty("name").GetString(), Is.EqualTo("Albert Einstein"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Shares_ToAGivenIdentifier_AreTheUsers(bool accepted)
    {
        await using var test = await ServerAndPeer.StartAsync(PerContact);
        var given = await GivenAsync(test, accepted);

        var answer = await test.PostAsync("/ocm/shares", ShareTo(test, given));
        var share = (await test.ReceivedAsync()).Single();
        await test.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.AcceptAsync(share.Id, "marie"));
        await test.Server.WithAsync<IReceivedShares, OcmResult<OcmUnit>>(
            shares => shares.RequestReshareAsync(share.Id, "marie", new NewReshareWish { ShareWith = OcmAddress.Parse("lise@third.example") }));
        var unshared = await test.PostAsync("/ocm/notifications", """{"notificationType":"SHARE_UNSHARED","resourceType":"file","providerId":"id-1"}""");

        Assert.That((answer.Status, unshared.Status), Is.EqualTo((201, 201)), answer.Body);
        Assert.That(answer.Json.GetProperty("recipientDisplayName").GetString(), Is.EqualTo("Marie Curie"));
        Assert.That((share.RecipientIdentifier, share.ShareWith), Is.EqualTo(("marie", test.Server.Address(given))));
        var wish = test.SentToPeer("/ocm/notifications").Single(sent => sent.GetProperty("notificationType").GetString() == "REQUEST_RESHARE");
        Assert.That(wish.GetProperty("notification").GetProperty("senderId").GetString(), Is.EqualTo(test.Server.Address(given).ToString()));
        Assert.That((await test.ReceivedAsync()).Single().Status, Is.EqualTo(ReceivedShareStatus.Unshared));
    }

    [Test]
    public async Task Shares_ToAnIdentifierThatWasNotGiven_AreRefused()
    {
        await using var test = await ServerAndPeer.StartAsync(PerContact);
        await test.InviteAsync("marie");

        // The invite is open: its identifier was told to nobody yet.
        var invite = (await test.Server.WithAsync<IInvites, IReadOnlyList<Invite>>(invites => invites.ListAsync("marie"))).Single();
        var answer = await test.PostAsync("/ocm/shares", ShareTo(test, invite.GivenIdentifier));

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.WrongFields, Is.EqualTo(new[] { "shareWith" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task CreateAsync_ToAContact_CarriesTheIdentifierOfTheInvite(bool accepted)
    {
        await using var test = await ServerAndPeer.StartAsync(PerContact);
        var given = await GivenAsync(test, accepted);

        var share = await test.CreatedAsync(share => share with { SenderIdentifier = "marie" });
        var toStranger = await test.CreatedAsync(share => share with { SenderIdentifier = "marie", ShareWith = new OcmAddress("bohr", test.Peer.Host) });

        var sent = test.SentToPeer();
        Assert.That(sent.Select(message => (message.GetProperty("sender").GetString(), message.GetProperty("owner").GetString())), Is.EqualTo(new[]
        {
            (test.Server.Address(given).ToString(), test.Server.Address(given).ToString()),
            (test.Server.Address("marie").ToString(), test.Server.Address("marie").ToString()),
        }));
        Assert.That(sent[0].GetProperty("senderDisplayName").GetString(), Is.EqualTo("Marie Curie"));
        var own = await test.Server.WithAsync<ISentShares, IReadOnlyList<SentShare>>(shares => shares.ListAsync("marie"));
        Assert.That(own.Select(listed => listed.ProviderId), Is.EquivalentTo(new[] { share.ProviderId, toStranger.ProviderId }));
        Assert.That(share.Sender, Is.EqualTo(test.Server.Address("marie")), "the vendor sees its own user");
    }

    [Test]
    public async Task ShareRequests_BothWays_CarryTheIdentifierOfTheInvite()
    {
        await using var test = await ServerAndPeer.StartAsync(PerContact);
        var given = await GivenAsync(test, accepted: true);

        var asked = await test.PostAsync("/ocm/request-share", new JsonObject
        {
            ["owner"] = test.Server.Address(given).ToString(),
            ["shareWith"] = test.Recipient.ToString(),
            ["share"] = "notes.md",
        });
        var requests = await test.Server.WithAsync<IShareRequests, IReadOnlyList<ReceivedShareRequest>>(all => all.ListAsync("marie"));
        await test.Server.WithAsync<IShareRequests, OcmResult<OcmUnit>>(all => all.SendAsync("marie", test.Recipient, "papers"));

        Assert.That(asked.Status, Is.EqualTo(201), asked.Body);
        Assert.That(requests.Single().OwnerIdentifier, Is.EqualTo("marie"));
        Assert.That(test.SentToPeer("/ocm/request-share").Single().GetProperty("shareWith").GetString(), Is.EqualTo(test.Server.Address(given).ToString()));
    }

    [Test]
    public async Task Invite_IdentifierOfAnotherUser_StopsWithTheMistake()
    {
        await using var test = await ServerAndPeer.StartAsync(Settings(ocm => ocm.AddGivenIdentifiers<AlwaysAlbert>()));

        Assert.That(() => test.InviteAsync("marie"), Throws.InvalidOperationException.With.Message.Contains(nameof(IGivenIdentifierPolicy)));
        Assert.That((await test.InviteAsync("albert")).GivenIdentifier, Is.EqualTo("albert"));
    }

    [TestCase("two\nlines")]
    [TestCase("a\0b")]
    [TestCase("")]
    public async Task Invite_IdentifierThatNoAddressCanHave_StopsWithTheMistake(string chosen)
    {
        await using var test = await ServerAndPeer.StartAsync(Settings(ocm =>
            ocm.AddGivenIdentifiers<Chosen>().Services.AddSingleton(new Choice(chosen))));

        Assert.That(() => test.InviteAsync("marie"), Throws.InvalidOperationException.With.Message.Contains(nameof(IGivenIdentifierPolicy)));
        Assert.That(async () => await test.AcceptAsync("marie", "einstein"), Throws.InvalidOperationException.With.Message.Contains(nameof(IGivenIdentifierPolicy)));
    }

    [Test]
    public async Task Servers_ThatBothGiveIdentifiers_ShareUnderThem()
    {
        await using var sending = await OcmTestServer.StartAsync(PerContact);
        await using var receiving = await OcmTestServer.StartAsync(PerContact);
        var invite = await sending.WithAsync<IInvites, InviteString>(
            async invites => invites.ToInviteString((await invites.CreateAsync("albert")).Value!));
        var contact = (await receiving.WithAsync<IInvites, OcmResult<Contact>>(invites => invites.AcceptAsync("marie", invite))).Value!;
        var marie = (await sending.WithAsync<IContacts, IReadOnlyList<Contact>>(contacts => contacts.ListAsync("albert"))).Single();

        var created = await sending.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "albert",
            ShareWith = marie.Address,
            ResourceType = ResourceType.Folder,
            ResourceId = "/papers",
            Name = "papers",
        }));
        var received = (await receiving.WithAsync<IReceivedShares, IReadOnlyList<ReceivedShare>>(shares => shares.ListAsync("marie"))).Single();

        Assert.That(created.Failure, Is.Null);
        Assert.That((marie.Address.Identifier, marie.GivenIdentifier), Is.EqualTo((contact.GivenIdentifier, contact.Address.Identifier)));
        Assert.That((received.Sender, received.RecipientIdentifier), Is.EqualTo((contact.Address, "marie")), "the share comes from the contact");
    }

    private static OcmTestServerSettings Settings(Action<IOcmServerBuilder> register) => new()
    {
        Register = ocm => register(ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().AddShareRequests<AnyResource>()),
    };

    /// <summary>The identifier by which einstein comes to know marie, who accepts an invite or whose invite is accepted.</summary>
    private static async Task<string> GivenAsync(ServerAndPeer test, bool accepted) => accepted
        ? (await test.AcceptAsync("marie", "einstein")).Value!.GivenIdentifier!
        : (await test.PostAsync(InviteGestures.Path, test.Acceptance(await test.InviteAsync("marie")))).Json.GetProperty("userID").GetString()!;

    private static JsonObject ShareTo(ServerAndPeer test, string identifier)
    {
        var share = test.Share();
        share["shareWith"] = test.Server.Address(identifier).ToString();
        return share;
    }

    private sealed record Choice(string Identifier);

    private sealed class Chosen(Choice choice) : IGivenIdentifierPolicy
    {
        public ValueTask<string> ChooseAsync(Party user, OcmHost? contactServer, CancellationToken cancellationToken = default) => ValueTask.FromResult(choice.Identifier);
    }

    private sealed class AlwaysAlbert : IGivenIdentifierPolicy
    {
        public ValueTask<string> ChooseAsync(Party user, OcmHost? contactServer, CancellationToken cancellationToken = default) => ValueTask.FromResult("albert");
    }
}
