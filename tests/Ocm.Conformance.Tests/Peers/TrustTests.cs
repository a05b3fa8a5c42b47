using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client.Directories;
using Ocm.Conformance.Invites;
using Ocm.Contacts;
using Ocm.Directories;
using Ocm.HttpSignatures.Keys;
using Ocm.Peers;
using Ocm.Server;
using Ocm.Server.Contacts;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.Peers;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Peers;

/// <summary>The one trust policy: lists, directory services, invites, contacts, and a vendor's own.</summary>
[TestFixture]
internal sealed class TrustTests
{
    private const string Invites = "/ocm/invite-accepted";
    private const string Shares = "/ocm/shares";

    private static readonly OcmHost Listed = OcmHost.Parse("listed.example");
    private static readonly OcmHost Stranger = OcmHost.Parse("stranger.example");

    [Test]
    [Property("Requirement", "TRUST-02")]
    public async Task Evaluate_Open_TrustsAllButTheDenylist()
    {
        await using var server = await StartAsync(options => options.Denylist = ["*.denied.example"]);
        Assert.That(await AskAsync(server, Stranger), Is.EqualTo((true, TrustSource.Open)));
        Assert.That(await AskAsync(server, OcmHost.Parse("a.denied.example")), Is.EqualTo((false, TrustSource.Denylist)));
        Assert.That(await CriteriaAsync(server), Does.Contain("denylist").And.Not.Contain("allowlist"));
    }

    [Test]
    [Property("Requirement", "TRUST-02")]
    public async Task Evaluate_AllowlistAndDirectories_EachVouches()
    {
        await using var directory = await DirectoryAsync();
        await using var server = await StartAsync(
            options =>
            {
                options.Allowlist = ["allowed.example"];
                options.Denylist = ["denied.example"];
                options.TrustedBy = TrustSources.Directories;
            },
            directory);
        Assert.That(await AskAsync(server, OcmHost.Parse("allowed.example")), Is.EqualTo((true, TrustSource.Allowlist)));
        Assert.That(await AskAsync(server, Listed), Is.EqualTo((true, TrustSource.Directory)));
        Assert.That(await AskAsync(server, OcmHost.Parse("denied.example")), Is.EqualTo((false, TrustSource.Denylist)), "although the directory lists it");
        Assert.That(await AskAsync(server, Stranger), Is.EqualTo((false, TrustSource.Unknown)));
        Assert.That((await VerdictAsync(server, new TrustQuestion(Stranger, TrustGesture.Contact))).Reason,
            Is.EqualTo("Nothing vouches for the server: the operator's allowlist does not name it, no directory service lists it."));
        Assert.That(await CriteriaAsync(server), Does.Contain("denylist").And.Contain("allowlist"));
    }

    [Test]
    [Property("Requirement", "TRUST-02")]
    [Property("Requirement", "SHARE-26")]
    public async Task Share_ServerThatTheDirectoryListsOrNot_IsTakenOr403BeforeAnythingIsFetched()
    {
        await using var peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        await using var directory = await DirectoryAsync($"{peer.Origin}");
        await using var both = await PeerAndServer.StartAsync(Settings(options => options.TrustedBy = TrustSources.Directories, directory));

        var stranger = await both.PostAsync(Shares, both.ShareJson());
        Assert.That((stranger.Status, both.Peer.Requests.Count), Is.EqualTo((403, 0)));
        Assert.That(await AskAsync(both.Server, peer.Host), Is.EqualTo((true, TrustSource.Directory)));

        await PublishAsync(directory, peer.Origin, both.Peer.Origin);
        await using var again = await PeerAndServer.StartAsync(Settings(options => options.TrustedBy = TrustSources.Directories, directory));
        await PublishAsync(directory, again.Peer.Origin);
        Assert.That((await again.PostAsync(Shares, again.ShareJson())).Status, Is.EqualTo(201));
    }

    [Test]
    [Property("Requirement", "TRUST-02")]
    [Property("Requirement", "INV-05")]
    public async Task Share_TrustByInvites_NeedsAnAcceptedInviteFirst()
    {
        await using var both = await PeerAndServer.StartAsync(Settings(options => options.TrustedBy = TrustSources.Invites));
        var before = await both.PostAsync(Shares, both.ShareJson());
        var invite = await InviteAcceptedTests.CreateAsync(both, "albert");
        var accepted = await both.PostAsync(Invites, InviteAcceptedTests.Body(both, invite.Token.Reveal()));
        var after = await both.PostAsync(Shares, both.ShareJson());

        Assert.That((before.Status, accepted.Status, after.Status), Is.EqualTo((403, 200, 201)), "one user's contact makes the server known to all");
        Assert.That((await VerdictAsync(both.Server, new TrustQuestion(both.Peer.Host, TrustGesture.ReceiveShare))).Source, Is.EqualTo(TrustSource.Invite));
    }

    [Test]
    [Property("Requirement", "TRUST-02")]
    public async Task Share_TrustByContacts_HoldsForTheTwoPartiesOnly()
    {
        await using var both = await PeerAndServer.StartAsync(Settings(options => options.TrustedBy = TrustSources.Contacts));
        await both.Server.WithAsync<IContacts, bool>(async contacts =>
        {
            await contacts.PutAsync(new Contact
            {
                UserIdentifier = "marie",
                Address = OcmAddress.Parse($"einstein@{both.Peer.Host}"),
                Source = ContactSource.DirectEntry,
                AddedAt = TimeProvider.System.GetUtcNow(),
            });
            return true;
        });

        var contact = await both.PostAsync(Shares, both.ShareJson());
        var another = await both.PostAsync(Shares, both.ShareJson(share =>
        {
            share["providerId"] = "id-2";
            share["shareWith"] = both.Server.Address("albert").ToString();
        }));

        Assert.That((contact.Status, another.Status), Is.EqualTo((201, 403)));
    }

    [Test]
    [Property("Requirement", "TRUST-02")]
    public async Task UseTrustPolicy_VendorsOwn_ReplacesTheBuiltInOne()
    {
        await using var server = await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().UseTrustPolicy<OddPortsOnly>(),
        });
        Assert.That(await AskAsync(server, OcmHost.Parse("a.example:8443")), Is.EqualTo((true, TrustSource.Policy)));
        Assert.That((await VerdictAsync(server, new TrustQuestion(OcmHost.Parse("a.example:8444"), TrustGesture.Contact))).Reason, Is.EqualTo("The port is even."));
    }

    [Test]
    public async Task AddTrustPolicy_VendorsOwn_MustAgreeToo()
    {
        await using var server = await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.Denylist = ["denied.example:8443"],
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().AddTrustPolicy<OddPortsOnly>(),
        });
        Assert.That(await AskAsync(server, OcmHost.Parse("a.example:8443")), Is.EqualTo((true, TrustSource.Open)));
        Assert.That(await AskAsync(server, OcmHost.Parse("a.example:8444")), Is.EqualTo((false, TrustSource.Policy)));
        Assert.That(await AskAsync(server, OcmHost.Parse("denied.example:8443")), Is.EqualTo((false, TrustSource.Denylist)));
    }

    [TestCase(TrustSources.Directories, "AddDirectoryService")]
    [TestCase(TrustSources.Invites, "AddContactStore")]
    [TestCase(TrustSources.Contacts, "AddContactStore")]
    public void Start_NothingThatCouldVouch_NamesTheCallThatMendsIt(TrustSources source, string mend) => Assert.That(
        async () => await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.TrustedBy = source,
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.Remove(ocm.Services.Single(service => service.ServiceType == typeof(IContactStore)));
                ocm.Services.Remove(ocm.Services.Single(service => service.ServiceType == typeof(Ocm.Invites.IInviteStore)));
            },
        }),
        Throws.InvalidOperationException.With.Message.Contains(mend));

    private static Task<OcmTestServer> StartAsync(Action<OcmServerOptions> options, FakePeer? directory = null) => OcmTestServer.StartAsync(Settings(options, directory));

    private static OcmTestServerSettings Settings(Action<OcmServerOptions> options, FakePeer? directory = null) => new()
    {
        Options = options,
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            if (directory is not null)
            {
                ocm.AddDirectoryService(new Uri(directory.Origin + "/directory"), Encoding.UTF8.GetString(directory.Key.PublicKey.ToJson()));
            }
        },
    };

    private static async Task<FakePeer> DirectoryAsync(params string[] more)
    {
        var peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        await PublishAsync(peer, ["https://listed.example", "https://denied.example", .. more]);
        return peer;
    }

    private static async Task PublishAsync(FakePeer directory, params string[] urls)
    {
        var document = new DirectoryDocument { Federation = "F", Servers = [.. urls.Select(url => new DirectoryServer { Url = url, DisplayName = "A server" })] };
        directory.Answer("/directory", new FakePeerAnswer(200, await DirectorySigner.SignAsync(document, (LocalSigningKey)directory.Key), "application/jose+json"));
    }

    private static async Task<(bool IsTrusted, TrustSource Source)> AskAsync(OcmTestServer server, OcmHost host)
    {
        var verdict = await VerdictAsync(server, new TrustQuestion(host, TrustGesture.ReceiveShare));
        return (verdict.IsTrusted, verdict.Source);
    }

    private static ValueTask<TrustVerdict> VerdictAsync(OcmTestServer server, TrustQuestion question) =>
        server.WithAsync<ITrust, TrustVerdict>(trust => trust.EvaluateAsync(question));

    private static async Task<IEnumerable<string?>> CriteriaAsync(OcmTestServer server)
    {
        using var http = new HttpClient();
        var document = System.Text.Json.JsonElement.Parse(await http.GetStringAsync(new Uri(server.Origin, "/.well-known/ocm")));
        return [.. document.GetProperty("criteria").EnumerateArray().Select(criterion => criterion.GetString())];
    }

    private sealed class OddPortsOnly : ITrustPolicy
    {
        public ValueTask<TrustVerdict> EvaluateAsync(TrustQuestion question, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(question.Server.Port % 2 == 1 ? TrustVerdict.Trusted("The port is odd.") : TrustVerdict.Refused("The port is even."));
    }
}
