using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Ocm.Client.Signatures;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Server.Contacts;
using Ocm.Server.Invites;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;
using Ocm.Tokens;
using Kind = Ocm.Errors.OcmFailureKind;

namespace Ocm.Server.Hosting.Tests.Faults;

/// <summary>What each misbehaviour of another server becomes where its keys are fetched for a call of its own, and where it hears that its invite was accepted.</summary>
internal sealed class InviteAndKeyFaultTests
{
    private const string Keys = "/ocm/jwks";
    private const string Invites = "/ocm/invite-accepted";

    private static IEnumerable<TestCaseData> OfKeys => FaultTests.Answers.Select(row => new TestCaseData(row.Fault).SetArgDisplayNames(row.Fault.Name));

    private static IEnumerable<TestCaseData> OfInvites =>
        FaultTests.Answers.Select(row => new TestCaseData(row.Fault, row.Kind).SetArgDisplayNames(row.Fault.Name, row.Kind.ToString()));

    [TestCaseSource(nameof(OfKeys))]
    public async Task Shares_KeysOfTheSenderCannotBeFetched_Is401InBoundedTimeAndTakenOnceTheyCan(Fault fault)
    {
        await using var peer = FaultyPeer.Start();
        await using var server = await FaultServer.StartAsync(peer);
        using var http = new HttpClient();
        peer.Misbehave(fault, Keys);

        var started = Stopwatch.GetTimestamp();
        var status = await PostShareAsync(http, server, peer);
        var taken = Stopwatch.GetElapsedTime(started);
        var storedBefore = await ReceivedAsync(server);
        peer.Recover();

        Assert.That(status, Is.EqualTo(401));
        Assert.That(taken, Is.LessThan(TimeSpan.FromSeconds(20)), "the look-up has two seconds");
        Assert.That(storedBefore, Is.Empty);
        await Assert.ThatAsync(() => PostShareAsync(http, server, peer), Is.EqualTo(201).After(30_000, 100));
        Assert.That(await ReceivedAsync(server), Has.Count.EqualTo(1));
        Assert.That(() => peer.OpenConnections, Is.Zero.After(10_000, 20));
    }

    [TestCaseSource(nameof(OfInvites))]
    public async Task AcceptInvite_InvitingServerMisbehaves_GoesOnByItselfOnceItBehaves(Fault fault, Kind kind)
    {
        await using var peer = FaultyPeer.Start();
        await using var server = await FaultServer.StartAsync(peer);
        peer.Misbehave(fault, Invites);

        var failed = await server.WithAsync<IInvites, OcmResult<Contact>>(
            invites => invites.AcceptAsync("marie", new InviteString(new SecretString("the-token-of-the-invite"), peer.Host)));
        var contactsBefore = await ContactsAsync(server);
        peer.Recover();

        Assert.That(failed.Failure?.Kind, Is.EqualTo(kind));
        Assert.That(contactsBefore, Is.Empty);
        await Assert.ThatAsync(async () => (await ContactsAsync(server)).Count, Is.EqualTo(1).After(30_000, 20));
        Assert.That((await ContactsAsync(server)).Single().Address.ToString(), Is.EqualTo($"bob@{peer.Host}"));
        Assert.That(peer.AnsweredTo(Invites), Has.Count.EqualTo(1));
        Assert.That(() => peer.OpenConnections, Is.Zero.After(10_000, 20));
    }

    private static async Task<int> PostShareAsync(HttpClient http, OcmTestServer server, FaultyPeer peer)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            shareWith = server.Address("marie").ToString(),
            name = "notes.md",
            providerId = "id-1",
            owner = $"bob@{peer.Host}",
            sender = $"bob@{peer.Host}",
            shareType = "user",
            resourceType = "file",
            protocol = new { name = "multi", webdav = new { uri = $"https://{peer.Host}/dav/1", sharedSecret = "a-secret-of-the-peer", permissions = new[] { "read" } } },
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Origin, "/ocm/shares")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await new OcmRequestSigner(TimeProvider.System).SignAsync(request, body, peer.Key);
        using var response = await http.SendAsync(request);
        return (int)response.StatusCode;
    }

    private static ValueTask<IReadOnlyList<ReceivedShare>> ReceivedAsync(OcmTestServer server) =>
        server.WithAsync<IReceivedShares, IReadOnlyList<ReceivedShare>>(shares => shares.ListAsync("marie"));

    private static ValueTask<IReadOnlyList<Contact>> ContactsAsync(OcmTestServer server) =>
        server.WithAsync<IContacts, IReadOnlyList<Contact>>(contacts => contacts.ListAsync("marie"));
}
