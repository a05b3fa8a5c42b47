using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Signatures;
using Ocm.Conformance.Rig;
using Ocm.Contacts;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Server.Contacts;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.Invites;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Tokens;

namespace Ocm.Conformance.Invites;

/// <summary>A user of the server under test accepts an invite of a fake peer.</summary>
[TestFixture]
internal sealed class AcceptInviteTests
{
    private const string Path = "/ocm/invite-accepted";

    [Test]
    [Property("Requirement", "INV-02")]
    [Property("Requirement", "INV-05")]
    public async Task Accept_Invite_DiscoversAndPostsWhatTheDraftSaysSigned()
    {
        await using var both = await PeerAndServer.StartAsync();
        both.Peer.Answer(Path, FakePeerAnswer.Json("""{"userID":"einstein","email":"einstein@example.org","name":"Albert Einstein"}"""));

        var contact = await AcceptAsync(both, "the-token");

        Assert.That(contact.Failure, Is.Null);
        Assert.That(contact.Value, Has
            .Property(nameof(Contact.Address)).EqualTo(Ocm.Addresses.OcmAddress.Parse($"einstein@{both.Peer.Host}"))
            .And.Property(nameof(Contact.DisplayName)).EqualTo("Albert Einstein")
            .And.Property(nameof(Contact.Source)).EqualTo(ContactSource.Invite));
        Assert.That(both.Peer.Requests.Select(request => request.Path).Distinct().Take(2), Is.EqualTo(new[] { "/.well-known/ocm", Path }));
        var request = both.Peer.RequestsTo(Path).Single();
        Assert.That((request.Method, request.Header("Content-Type")), Is.EqualTo(("POST", "application/json")));
        var json = System.Text.Json.JsonElement.Parse(request.Text);
        Assert.That(json.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()), Is.EquivalentTo(new Dictionary<string, string>
        {
            ["recipientProvider"] = both.Server.Host.Value,
            ["token"] = "the-token",
            ["userID"] = "marie",
            ["email"] = "marie@example.org",
            ["name"] = "Marie Curie",
        }));
        var keys = await both.Server.Services.GetRequiredService<ISigningKeyRing>().GetPublishedKeysAsync();
        Assert.That((await both.Peer.VerifyAsync(request, both.Server.Host, keys)).IsValid, Is.True);
        Assert.That(await ContactsAsync(both), Is.EqualTo(new[] { contact.Value }));
    }

    [Test]
    [Property("Requirement", "INV-02"), Property("Forbidden", "INV-02")]
    [Property("Requirement", "SIG-26")]
    public async Task Accept_InviteOfAServerWithoutSignatures_IsNotSent()
    {
        await using var both = await PeerAndServer.StartAsync();
        both.Peer.Document = both.Peer.CreateDocument() with { Capabilities = [Capability.Invites], JwksUri = null };

        var contact = await AcceptAsync(both, "the-token");

        Assert.That((contact.Failure!.Kind, contact.Failure.Rule), Is.EqualTo((OcmFailureKind.Blocked, "SIG-24")));
        Assert.That(both.Peer.RequestsTo(Path), Is.Empty);
    }

    [Test]
    [Property("Requirement", "INV-02"), Property("Forbidden", "INV-02")]
    public async Task Accept_InviteOfAServerThatCannotBeDiscovered_IsNotSent()
    {
        await using var both = await PeerAndServer.StartAsync();
        both.Peer.Answer("/.well-known/ocm", FakePeerAnswer.Status(404));

        Assert.That((await AcceptAsync(both, "the-token")).IsSuccess, Is.False);
        Assert.That(both.Peer.Requests.Where(request => request.Method == "POST"), Is.Empty, "no endpoint is guessed");
        Assert.That(await ContactsAsync(both), Is.Empty);
    }

    [Test]
    [Property("Requirement", "INV-02"), Property("Forbidden", "INV-02")]
    public async Task Accept_InviteOfAServerWithAnEndPointOverPlainHttp_IsNotSent()
    {
        await using var test = await TlsServerAndPeer.StartAsync();
        test.Peer.Document = test.Peer.CreateDocument() with { EndPoint = $"{test.Plain.Origin}/ocm" };

        var contact = await test.Server.WithAsync<IInvites, OcmResult<Contact>>(
            invites => invites.AcceptAsync("marie", new InviteString(new SecretString("the-token"), test.Peer.Host)));

        Assert.That(contact.Failure?.ValidationErrors.Select(error => error.Name), Is.EqualTo(new[] { "endPoint" }));
        Assert.That(test.Peer.RequestsTo(Path), Is.Empty);
        Assert.That(test.Plain.Requests, Is.Empty);
    }

    [TestCase(400, OcmFailureKind.Invalid)]
    [TestCase(403, OcmFailureKind.Forbidden)]
    [TestCase(409, OcmFailureKind.Conflict)]
    [TestCase(500, OcmFailureKind.PeerFailure)]
    [TestCase(204, OcmFailureKind.InvalidResponse)]
    [Property("Requirement", "INV-02")]
    public async Task Accept_Refused_AddsNoContact(int status, OcmFailureKind kind)
    {
        await using var both = await PeerAndServer.StartAsync();
        both.Peer.Answer(Path, FakePeerAnswer.Status(status));
        Assert.That((await AcceptAsync(both, "the-token")).Failure!.Kind, Is.EqualTo(kind));
        Assert.That(await ContactsAsync(both), Is.Empty);
    }

    [TestCase("""{"email":"e@example.org","name":"E"}""")]
    [TestCase("""{"userID":"","email":"e@example.org","name":"E"}""")]
    [TestCase("""{"userID":7,"email":"e@example.org","name":"E"}""")]
    [TestCase("""{"userID":"e"}""")]
    [TestCase("[]")]
    [Property("Requirement", "INV-04"), Property("Forbidden", "INV-04")]
    public async Task Accept_AnswerWithoutWhatIsRequired_AddsNoContact(string json)
    {
        await using var both = await PeerAndServer.StartAsync();
        both.Peer.Answer(Path, FakePeerAnswer.Json(json));
        Assert.That((await AcceptAsync(both, "the-token")).Failure!.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(await ContactsAsync(both), Is.Empty);
    }

    [Test]
    [Property("Requirement", "INV-09")]
    public async Task Accept_InvitingServerIsNotTrusted_SendsNothing()
    {
        await using var both = await PeerAndServer.StartAsync(new OcmTestServerSettings { Options = options => options.Allowlist = ["elsewhere.example"] });
        var contact = await AcceptAsync(both, "the-token");
        Assert.That(contact.Failure!.Kind, Is.EqualTo(OcmFailureKind.Blocked));
        Assert.That(both.Peer.Requests, Is.Empty);
    }

    private static ValueTask<OcmResult<Contact>> AcceptAsync(PeerAndServer both, string token) =>
        both.Server.WithAsync<IInvites, OcmResult<Contact>>(invites => invites.AcceptAsync("marie", new InviteString(new SecretString(token), both.Peer.Host)));

    private static ValueTask<IReadOnlyList<Contact>> ContactsAsync(PeerAndServer both) =>
        both.Server.WithAsync<IContacts, IReadOnlyList<Contact>>(contacts => contacts.ListAsync("marie"));
}
