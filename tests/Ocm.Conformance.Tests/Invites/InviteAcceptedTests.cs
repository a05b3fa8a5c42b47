using Microsoft.Extensions.DependencyInjection;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Server.Contacts;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.Invites;
using Ocm.Testing.Servers;
using Ocm.Testing.Time;
using Ocm.Tokens;

namespace Ocm.Conformance.Invites;

/// <summary><c>POST /invite-accepted</c>: invites of this server's users, accepted by a fake peer.</summary>
[TestFixture]
internal sealed class InviteAcceptedTests
{
    private const string Path = "/ocm/invite-accepted";

    [Test]
    [Property("Requirement", "INV-01")]
    public async Task Create_ManyInvites_HaveUnguessableTokensOfTheirOwn()
    {
        await using var both = await PeerAndServer.StartAsync();
        List<Invite> invites = [];
        for (var i = 0; i < 200; i++)
        {
            invites.Add(await CreateAsync(both, i % 2 == 0 ? "marie" : "albert"));
        }

        var tokens = invites.ConvertAll(invite => invite.Token.Reveal());
        Assert.That(tokens, Is.Unique);

        // Letters and digits carry 5.95 bits each, so 22 of them are more than 128 bits.
        Assert.That(tokens, Has.All.Length.GreaterThanOrEqualTo(22));
        Assert.That(tokens.Where(token => !token.All(char.IsAsciiLetterOrDigit)), Is.Empty);
        Assert.That(string.Concat(tokens).Distinct().Count(), Is.EqualTo(62), "every letter and digit occurs among 6400");
        Assert.That(Enumerable.Range(0, tokens[0].Length).Select(i => tokens.Select(token => token[i]).Distinct().Count()), Has.All.GreaterThan(30), "at each place");
    }

    [Test]
    [Property("Requirement", "INV-01")]
    [Property("Requirement", "INV-03")]
    [Property("Requirement", "INV-04")]
    [Property("Requirement", "INV-05")]
    public async Task Accept_TokenOfOneUser_MakesAContactOfThatUserAlone()
    {
        await using var both = await PeerAndServer.StartAsync();
        var ofMarie = await CreateAsync(both, "marie");
        await CreateAsync(both, "albert");

        var answer = await both.PostAsync(Path, Body(both, ofMarie.Token.Reveal()));

        Assert.That((answer.Status, answer.Json.GetProperty("userID").GetString()), Is.EqualTo((200, "marie")));
        Assert.That((await ContactsAsync(both, "marie")).Single(), Has
            .Property(nameof(Contact.Address)).EqualTo(Ocm.Addresses.OcmAddress.Parse($"einstein@{both.Peer.Host}"))
            .And.Property(nameof(Contact.Source)).EqualTo(ContactSource.Invite)
            .And.Property(nameof(Contact.Trusted)).EqualTo(false));
        Assert.That(await ContactsAsync(both, "albert"), Is.Empty);
    }

    [Test]
    [Property("Requirement", "INV-01"), Property("Forbidden", "INV-01")]
    [Property("Requirement", "INV-04"), Property("Forbidden", "INV-04")]
    public async Task Accept_ManyAtOnce_OneSucceedsAndTheOthersConflict()
    {
        await using var both = await PeerAndServer.StartAsync();
        var invite = await CreateAsync(both, "marie");

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => both.PostAsync(Path, Body(both, invite.Token.Reveal(), user: $"user-{i}"))));

        Assert.That(answers.GroupBy(answer => answer.Status).ToDictionary(group => group.Key, group => group.Count()),
            Is.EquivalentTo(new Dictionary<int, int> { [200] = 1, [409] = 23 }));
        Assert.That(await ContactsAsync(both, "marie"), Has.Count.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "INV-01"), Property("Forbidden", "INV-01")]
    [Property("Requirement", "INV-04"), Property("Forbidden", "INV-04")]
    public async Task Accept_AgainByTheSameUser_Is409()
    {
        await using var both = await PeerAndServer.StartAsync();
        var invite = await CreateAsync(both, "marie");
        await both.PostAsync(Path, Body(both, invite.Token.Reveal()));
        Assert.That((await both.PostAsync(Path, Body(both, invite.Token.Reveal()))).Status, Is.EqualTo(409));
    }

    [Test]
    [Property("Requirement", "INV-01")]
    [Property("Requirement", "INV-04")]
    public async Task Accept_InTheLastSecond_WorksAndStaysSoAfterTheEnd()
    {
        var (both, time) = await StartForAnHourAsync();
        await using var _ = both;
        var invite = await CreateAsync(both, "marie");

        time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        var before = await both.PostAsync(Path, Body(both, invite.Token.Reveal()));
        time.Advance(TimeSpan.FromSeconds(1));
        var again = await both.PostAsync(Path, Body(both, invite.Token.Reveal(), user: "other"));

        Assert.That((before.Status, again.Status), Is.EqualTo((200, 409)));
        Assert.That(await ContactsAsync(both, "marie"), Has.Count.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "INV-01"), Property("Forbidden", "INV-01")]
    [Property("Requirement", "INV-04"), Property("Forbidden", "INV-04")]
    public async Task Accept_FromTheEndOn_Is400AndNamesTheToken()
    {
        var (both, time) = await StartForAnHourAsync();
        await using var _ = both;
        var invite = await CreateAsync(both, "marie");

        time.Advance(TimeSpan.FromHours(1));
        var after = await both.PostAsync(Path, Body(both, invite.Token.Reveal()));

        Assert.That(after.Status, Is.EqualTo(400));
        Assert.That(after.WrongFields, Is.EqualTo(new[] { "token" }));
        Assert.That(await ContactsAsync(both, "marie"), Is.Empty);
    }

    [Test]
    [Property("Requirement", "INV-04"), Property("Forbidden", "INV-04")]
    public async Task Accept_RevokedInvite_Is400AndLooksLikeAnUnknownOne()
    {
        await using var both = await PeerAndServer.StartAsync();
        var invite = await CreateAsync(both, "marie");
        Assert.That(await RevokeAsync(both, "albert", invite.Token), Is.False, "not somebody else's");
        Assert.That(await RevokeAsync(both, "marie", invite.Token), Is.True);

        var revoked = await both.PostAsync(Path, Body(both, invite.Token.Reveal()));
        var unknown = await both.PostAsync(Path, Body(both, "never-was-one"));

        Assert.That((revoked.Status, revoked.Body), Is.EqualTo((400, unknown.Body)));
        Assert.That(await RevokeAsync(both, "marie", invite.Token), Is.False);
    }

    [Test]
    public async Task Revoke_AcceptedInvite_DoesNothing()
    {
        await using var both = await PeerAndServer.StartAsync();
        var invite = await CreateAsync(both, "marie");
        await both.PostAsync(Path, Body(both, invite.Token.Reveal()));
        Assert.That(await RevokeAsync(both, "marie", invite.Token), Is.False);
        Assert.That(await ContactsAsync(both, "marie"), Has.Count.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "INV-03"), Property("Forbidden", "INV-03")]
    [Property("Requirement", "INV-04"), Property("Forbidden", "INV-04")]
    public async Task Accept_UnsignedOrForeignlySigned_Is401AndUsesNothingUp()
    {
        await using var both = await PeerAndServer.StartAsync();
        var invite = await CreateAsync(both, "marie");

        var unsigned = await both.PostUnsignedAsync(Path, Body(both, invite.Token.Reveal()));
        var forged = await both.PostAsync(Path, Body(both, invite.Token.Reveal()), key: both.Peer.CreateKey());
        var good = await both.PostAsync(Path, Body(both, invite.Token.Reveal()));

        Assert.That((unsigned.Status, forged.Status, good.Status), Is.EqualTo((401, 401, 200)));
        Assert.That(await ContactsAsync(both, "marie"), Has.Count.EqualTo(1));
    }

    [TestCase("token", "")]
    [TestCase("userID", "")]
    [TestCase("userID", null)]
    [TestCase("recipientProvider", "not a host")]
    [Property("Requirement", "INV-04"), Property("Forbidden", "INV-04")]
    public async Task Accept_BadField_Is400WithItsName(string field, string? value)
    {
        await using var both = await PeerAndServer.StartAsync();
        var answer = await both.PostAsync(Path, System.Text.Json.Nodes.JsonNode.Parse(Body(both, "token"))!.AsObject().With(field, value));
        Assert.That((answer.Status, answer.WrongFields), Is.EqualTo((400, new[] { field })));
        Assert.That(await ContactsAsync(both, "marie"), Is.Empty);
    }

    [Test]
    [Property("Requirement", "INV-04"), Property("Forbidden", "INV-04")]
    [Property("Requirement", "INV-09")]
    public async Task Accept_ServerOnTheDenylist_Is403AndUsesNothingUp()
    {
        await using var both = await PeerAndServer.StartAsync(new OcmTestServerSettings { Options = options => options.Denylist = ["localhost"] });
        var invite = await CreateAsync(both, "marie");
        var answer = await both.PostAsync(Path, Body(both, invite.Token.Reveal()));
        Assert.That(answer.Status, Is.EqualTo(403));
        Assert.That(both.Peer.Requests, Is.Empty, "nothing is fetched from it");
        Assert.That(await ContactsAsync(both, "marie"), Is.Empty);
    }

    [Test]
    [Property("Requirement", "INV-10")]
    public async Task Remove_Contact_TellsNobody()
    {
        await using var both = await PeerAndServer.StartAsync();
        var invite = await CreateAsync(both, "marie");
        await both.PostAsync(Path, Body(both, invite.Token.Reveal()));
        var before = both.Peer.Requests.Count;
        var contact = (await ContactsAsync(both, "marie")).Single();

        Assert.That(await both.Server.WithAsync<IContacts, bool>(contacts => contacts.RemoveAsync("marie", contact.Address)), Is.True);

        Assert.That(await ContactsAsync(both, "marie"), Is.Empty);
        Assert.That(both.Peer.Requests, Has.Count.EqualTo(before));
    }

    [Test]
    public async Task Accept_ServerWithoutInvites_Is501()
    {
        await using var both = await PeerAndServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.Remove(ocm.Services.Single(service => service.ServiceType == typeof(IInviteStore)));
            },
        });
        Assert.That((await both.PostAsync(Path, Body(both, "token"))).Status, Is.EqualTo(501));
        Assert.That((await both.GetAsync("/.well-known/ocm")).Body, Does.Not.Contain("\"invites\""));
    }

    private static async Task<(PeerAndServer Both, ManualTimeProvider Time)> StartForAnHourAsync()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        return (await PeerAndServer.StartAsync(new OcmTestServerSettings { Time = time, Options = options => options.InviteLifetime = TimeSpan.FromHours(1) }, time), time);
    }

    internal static string Body(PeerAndServer both, string token, string user = "einstein") =>
        $$"""{"recipientProvider":"{{both.Peer.Host}}","token":"{{token}}","userID":"{{user}}","email":"einstein@example.org","name":"Albert Einstein"}""";

    internal static async Task<Invite> CreateAsync(PeerAndServer both, string user)
    {
        var invite = await both.Server.WithAsync<IInvites, OcmResult<Invite>>(invites => invites.CreateAsync(user));
        Assert.That(invite.Failure, Is.Null);
        return invite.Value!;
    }

    private static ValueTask<bool> RevokeAsync(PeerAndServer both, string user, SecretString token) =>
        both.Server.WithAsync<IInvites, bool>(invites => invites.RevokeAsync(user, token));

    private static ValueTask<IReadOnlyList<Contact>> ContactsAsync(PeerAndServer both, string user) =>
        both.Server.WithAsync<IContacts, IReadOnlyList<Contact>>(contacts => contacts.ListAsync(user));
}
