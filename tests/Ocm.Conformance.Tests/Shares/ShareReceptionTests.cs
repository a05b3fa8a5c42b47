using Microsoft.Extensions.DependencyInjection;
using Ocm.Parties;
using Ocm.Server.Hosting.Tests;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Shares;

internal sealed class ShareReceptionTests
{
    private const string Shares = "/ocm/shares";

    public static IEnumerable<TestCaseData<string, object?, int, string?>> SingleChanges()
    {
        yield return new TestCaseData<string, object?, int, string?>("shareWith", "nobody", 400, "shareWith").SetArgDisplayNames("unknown recipient");
        yield return new TestCaseData<string, object?, int, string?>("shareWith", "marie@elsewhere.example.org", 400, "shareWith").SetArgDisplayNames("recipient elsewhere");
        yield return new TestCaseData<string, object?, int, string?>("expiration", 1, 400, "expiration").SetArgDisplayNames("expired");
        yield return new TestCaseData<string, object?, int, string?>("expiration", long.MaxValue, 400, "expiration").SetArgDisplayNames("expires beyond time");
        yield return new TestCaseData<string, object?, int, string?>("owner", "einstein@third.example.org", 403, null).SetArgDisplayNames("foreign owner");
        yield return new TestCaseData<string, object?, int, string?>("shareType", "federation", 501, null).SetArgDisplayNames("unknown share type");
        yield return new TestCaseData<string, object?, int, string?>("shareType", "group", 501, null).SetArgDisplayNames("share type that is not advertised");
        yield return new TestCaseData<string, object?, int, string?>("resourceType", "calendar", 501, null).SetArgDisplayNames("unknown resource type");
    }

    [TestCaseSource(nameof(SingleChanges))]
    [Property("Requirement", "SHARE-22"), Property("Forbidden", "SHARE-22")]
    [Property("Requirement", "SHARE-24"), Property("Forbidden", "SHARE-24")]
    [Property("Requirement", "SIG-19")]
    public async Task Shares_OneThingIsWrong_IsRefusedAndNotStored(string field, object? value, int status, string? wrongField)
    {
        await using var test = await PeerAndServer.StartAsync();
        var sent = field == "shareWith" && value is string name && !name.Contains('@') ? test.Server.Address(name).ToString() : value;

        var answer = await test.PostAsync(Shares, test.ShareJson(share => share[field] = sent));

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        Assert.That(await test.ReceivedAsync(), Is.Empty);
        if (wrongField is not null)
        {
            Assert.That(answer.WrongFields, Is.EqualTo(new[] { wrongField }));
        }
    }

    [TestCase("""{"name":"multi","talk":{"room":"1"}}""", 501)]
    [TestCase("""{"name":"multi","ssh":{"uri":"u@h.example.org:22/p"}}""", 501)]
    [Property("Requirement", "SHARE-24"), Property("Forbidden", "SHARE-24")]
    public Task Shares_ProtocolThatNobodyHereCanUse_IsRefused(string protocol, int status) => AssertRefusedAsync(protocol, status, field: null);

    [TestCase("""{"name":"multi","webdav":{"uri":"x","sharedSecret":"a-long-secret","permissions":["read"],"requirements":["must-be-tuesday"]}}""", 501, null)]
    [TestCase("""{"name":"multi","webdav":{"uri":"x","sharedSecret":"a-long-secret","permissions":["read"],"requirements":["must-exchange-token","must-be-tuesday"]}}""", 501, null)]
    [TestCase("""{"name":"multi","webdav":{"uri":"x","sharedSecret":"a-long-secret","permissions":["read"],"requirements":["must-use-mfa"]}}""", 501, null)]
    [TestCase("""{"name":"multi","webdav":{"uri":"x","sharedSecret":"a-long-secret","permissions":["read"],"requirements":[]}}""", 400, "protocol.webdav.requirements")]
    [Property("Requirement", "SHARE-31"), Property("Forbidden", "SHARE-31")]
    public Task Shares_RequirementThatNobodyHereUnderstands_IsRefused(string protocol, int status, string? field) => AssertRefusedAsync(protocol, status, field);

    [TestCase("""{"name":"multi","webdav":{"uri":"x/a-long-secret","sharedSecret":"a-long-secret","permissions":["read"]}}""", "webdav")]
    [TestCase("""{"name":"multi","webdav":{"uri":"https://peer.example/x?t=a-long-secret","sharedSecret":"a-long-secret","permissions":["read"]}}""", "webdav")]
    [TestCase("""{"name":"multi","webapp":{"uri":"https://peer.example/a-long-secret","targets":["blank"],"permissions":["view"],"requirements":["must-exchange-token"],"sharedSecret":"a-long-secret"}}""", "webapp")]
    [Property("Requirement", "SHARE-14"), Property("Forbidden", "SHARE-14")]
    public Task Shares_SecretInTheUri_IsRefused(string protocol, string name) => AssertRefusedAsync(protocol, 400, $"protocol.{name}.uri");

    [TestCase("""{"name":"multi","talk":{"room":"1"},"webdav":{"uri":"x","sharedSecret":"a-long-secret","permissions":["read"]}}""")]
    [TestCase("""{"webdav":{"uri":"x","sharedSecret":"a-long-secret"}}""")]
    [TestCase("""{"webdav":{"uri":"x","sharedSecret":"a-long-secret","requirements":["must-exchange-token"]}}""")]
    [Property("Requirement", "SHARE-14")]
    [Property("Requirement", "SHARE-31")]
    [Property("Requirement", "SHARE-24")]
    public async Task Shares_ProtocolThatCanBeUsed_IsTaken(string protocol)
    {
        await using var test = await PeerAndServer.StartAsync();

        var answer = await PostProtocolAsync(test, protocol);

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That(await test.ReceivedAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "SHARE-24"), Property("Forbidden", "SHARE-24")]
    public async Task Shares_WhileTheProductFails_Is503WithRetryAfterAndNotStored()
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm => ocm.AddWebDav().AddUserDirectory<FailingUsers>().AddInMemoryStores(),
        });

        var answer = await test.PostAsync(Shares, test.ShareJson());

        Assert.That(answer.Status, Is.EqualTo(503), answer.Body);
        Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    private static async Task AssertRefusedAsync(string protocol, int status, string? field)
    {
        await using var test = await PeerAndServer.StartAsync();

        var answer = await PostProtocolAsync(test, protocol);

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        if (field is not null)
        {
            Assert.That(answer.WrongFields, Is.EqualTo(new[] { field }));
        }

        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    private static Task<PeerAndServer.Answer> PostProtocolAsync(PeerAndServer test, string protocol) =>
        test.PostAsync(Shares, test.ShareJson(share => share["protocol"] = System.Text.Json.JsonElement.Parse(protocol)));

    [Test]
    [Property("Requirement", "SHARE-27")]
    public async Task Shares_DeliveredTwice_IsOneShare()
    {
        await using var test = await PeerAndServer.StartAsync();

        var first = await test.PostAsync(Shares, test.ShareJson());
        var again = await test.PostAsync(Shares, test.ShareJson());
        var other = await test.PostAsync(Shares, test.ShareJson(share => share["name"] = "other.md"));

        Assert.That(first.Status, Is.EqualTo(201));
        Assert.That(again.Status, Is.EqualTo(201));
        Assert.That(again.Body, Is.EqualTo(first.Body));
        Assert.That(other.Status, Is.EqualTo(409));
        Assert.That((await test.ReceivedAsync()).Single().Name, Is.EqualTo("notes.md"));
    }

    [Test]
    [Property("Requirement", "SHARE-27")]
    public async Task Shares_DeliveredTwiceInOtherBytes_IsOneShare()
    {
        await using var test = await PeerAndServer.StartAsync();
        var members = System.Text.Json.JsonElement.Parse(test.ShareJson()).EnumerateObject().Reverse();

        var first = await test.PostAsync(Shares, test.ShareJson());
        var again = await test.PostAsync(Shares, "{ " + string.Join(" , ", members.Select(member => $"\"{member.Name}\" : {member.Value.GetRawText()}")) + " }");

        Assert.That(again.Status, Is.EqualTo(201));
        Assert.That(again.Body, Is.EqualTo(first.Body));
        Assert.That(await test.ReceivedAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "SHARE-27")]
    public async Task Shares_DeliveredManyTimesAtOnce_IsOneShare()
    {
        await using var test = await PeerAndServer.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => test.PostAsync(Shares, test.ShareJson())));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(201));
        Assert.That(await test.ReceivedAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "SHARE-26")]
    public async Task Shares_EachCriterionIsMet_AreTaken()
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings
        {
            Options = options =>
            {
                options.RequireTokenExchange = true;
                options.Allowlist = ["localhost"];
                options.Denylist = ["*.example.org"];
            },
        });

        var answer = await test.PostAsync(Shares, test.ShareJson());

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That(await test.ReceivedAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "SHARE-26"), Property("Forbidden", "SHARE-26")]
    public async Task Shares_MustExchangeTokenCriterion_RefusesOthers()
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Options = options => options.RequireTokenExchange = true });
        var without = test.ShareJson(share => share["protocol"] =
            System.Text.Json.JsonElement.Parse("""{"name":"multi","webdav":{"uri":"x","sharedSecret":"a-long-secret","permissions":["read"]}}"""));

        var refused = await test.PostAsync(Shares, without);

        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.WrongFields, Is.EqualTo(new[] { "protocol.webdav.requirements" }));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [Test]
    [Property("Requirement", "SHARE-26"), Property("Forbidden", "SHARE-26")]
    public async Task Shares_MustInviteCriterion_RefusesStrangers()
    {
        await using var servers = await TwoServers.StartAsync(receiving: new OcmTestServerSettings { Options = options => options.RequireInvites = true });

        var before = await servers.ShareAsync();
        await servers.InviteAsync();
        var after = await servers.ShareAsync();

        Assert.That(before.Failure!.PeerStatus, Is.EqualTo(403));
        Assert.That(after.IsSuccess, Is.True);
    }

    [TestCase(true)]
    [TestCase(false)]
    [Property("Requirement", "SHARE-26"), Property("Forbidden", "SHARE-26")]
    [Property("Requirement", "DISC-16")]
    [Property("Requirement", "SHARE-23"), Property("Forbidden", "SHARE-23")]
    public async Task Shares_ServerNotAdmittedByTheLists_Is403BeforeAnythingIsFetched(bool denylist)
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings
        {
            Options = options =>
            {
                options.Denylist = denylist ? ["localhost"] : null;
                options.Allowlist = denylist ? null : ["*.example.org"];
            },
        });

        var answer = await test.PostAsync(Shares, test.ShareJson());

        Assert.That(answer.Status, Is.EqualTo(403));
        Assert.That(test.Peer.Requests, Is.Empty);
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [Test]
    [Property("Requirement", "SHARE-28")]
    public async Task Shares_AutoAccepted_SenderIsTold()
    {
        await using var servers = await TwoServers.StartAsync(receiving: new OcmTestServerSettings
        {
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().AddAutoAccept<AcceptAll>(),
        });

        var share = await servers.SharedAsync();

        Assert.That((await servers.ReceivedAsync()).Status, Is.EqualTo(ReceivedShareStatus.Accepted));
        Assert.That(
            async () => (await servers.SentAsync(share.ProviderId)).Status,
            Is.EqualTo(SentShareStatus.Accepted).After(10_000, 20));
    }

    [Test]
    [Property("Requirement", "SHARE-29"), Property("Forbidden", "SHARE-29")]
    public async Task Shares_Expired_EndsByTheClockOnBothSides()
    {
        var time = new Testing.Time.ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var servers = await TwoServers.StartAsync(new OcmTestServerSettings { Time = time }, new OcmTestServerSettings { Time = time });
        var share = await servers.SharedAsync(share => share with { ExpiresAt = time.GetUtcNow().AddMinutes(1) });

        time.Advance(TimeSpan.FromMinutes(2));

        Assert.That(async () => (await servers.SentAsync(share.ProviderId)).Status, Is.EqualTo(SentShareStatus.Expired).After(10_000, 20));
        Assert.That(async () => (await servers.ReceivedAsync()).Status, Is.EqualTo(ReceivedShareStatus.Expired).After(10_000, 20));
    }

    private sealed class FailingUsers : IUserDirectory
    {
        public ValueTask<Party?> FindUserAsync(string identifier, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The directory is away.");
    }

    private sealed class AcceptAll : IAutoAcceptPolicy
    {
        public ValueTask<bool> ShouldAcceptAsync(ReceivedShare share, CancellationToken cancellationToken = default) => ValueTask.FromResult(true);
    }
}
