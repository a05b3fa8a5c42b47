using System.Text.Json;
using Ocm.Client;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Server.Delivery;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;
using Ocm.Tokens;
using Kind = Ocm.Errors.OcmFailureKind;

namespace Ocm.Server.Hosting.Tests.Faults;

/// <summary>
/// What each misbehaviour of another server becomes, and that everything is delivered once it behaves again. The server under test
/// calls a peer one call at a time, so a place that a failed call did not give back would stop it for good.
/// </summary>
internal sealed class FaultTests
{
    private const string Discovery = "/.well-known/ocm";

    // Null: the peer has taken the call, whatever its answer looks like.
    private static readonly (Fault Fault, Kind AtDiscovery, Kind Share, Kind? Notification, Kind Token)[] Table =
    [
        // The fault                   at discovery          of a share            of a notification     of a token
        (Fault.Refuses,                Kind.Unreachable,     Kind.Unreachable,     Kind.Unreachable,     Kind.Unreachable),
        (Fault.ExpiredCertificate,     Kind.Unreachable,     Kind.Unreachable,     Kind.Unreachable,     Kind.Unreachable),
        (Fault.Closes,                 Kind.Unreachable,     Kind.Unreachable,     Kind.Unreachable,     Kind.Unreachable),
        (Fault.Resets,                 Kind.Unreachable,     Kind.Unreachable,     Kind.Unreachable,     Kind.Unreachable),
        (Fault.PromisesMore,           Kind.Unreachable,     Kind.Unreachable,     Kind.Unreachable,     Kind.Unreachable),
        (Fault.Hangs,                  Kind.Timeout,         Kind.Timeout,         Kind.Timeout,         Kind.Timeout),
        (Fault.PromisesMoreAndWaits,   Kind.Timeout,         Kind.Timeout,         Kind.Timeout,         Kind.Timeout),
        (Fault.Drips,                  Kind.Timeout,         Kind.Timeout,         Kind.Timeout,         Kind.Timeout),
        (Fault.Garbage,                Kind.InvalidResponse, Kind.InvalidResponse, Kind.InvalidResponse, Kind.InvalidResponse),
        (Fault.Redirects,              Kind.InvalidResponse, Kind.InvalidResponse, Kind.InvalidResponse, Kind.InvalidResponse),
        (Fault.Endless,                Kind.InvalidResponse, Kind.InvalidResponse, Kind.InvalidResponse, Kind.InvalidResponse),
        (Fault.PromisesLess,           Kind.InvalidResponse, Kind.InvalidResponse, null,                 Kind.InvalidResponse),
        (Fault.WebPage,                Kind.InvalidResponse, Kind.InvalidResponse, null,                 Kind.InvalidResponse),
        (Fault.ErrorPage,              Kind.PeerFailure,     Kind.PeerFailure,     Kind.PeerFailure,     Kind.PeerFailure),
    ];

    private static IEnumerable<TestCaseData> AtDiscovery =>
        Table.Where(row => row.AtDiscovery != Kind.InvalidResponse).Select(row => Case(row.Fault, Discovery, row.AtDiscovery));

    private static IEnumerable<TestCaseData> NoOcmServer =>
        Table.Where(row => row.AtDiscovery == Kind.InvalidResponse).Select(row => new TestCaseData(row.Fault).SetArgDisplayNames(row.Fault.Name));

    private static IEnumerable<TestCaseData> OfShares => Table.Select(row => Case(row.Fault, "/ocm/shares", row.Share));

    private static IEnumerable<TestCaseData> OfNotifications =>
        Table.Where(row => row.Notification is not null).Select(row => Case(row.Fault, "/ocm/notifications", row.Notification!.Value));

    private static IEnumerable<TestCaseData> OfTokens => Table.Select(row => Case(row.Fault, "/ocm/token", row.Token));

    /// <summary>Each fault, and what it becomes where an answer with a body is needed.</summary>
    internal static IEnumerable<(Fault Fault, Kind Kind)> Answers => Table.Select(row => (row.Fault, row.Share));

    private static IEnumerable<TestCaseData> TakenAllTheSame =>
        Table.Where(row => row.Notification is null).Select(row => new TestCaseData(row.Fault).SetArgDisplayNames(row.Fault.Name));

    [TestCaseSource(nameof(AtDiscovery))]
    [TestCaseSource(nameof(OfShares))]
    public async Task Share_PeerMisbehaves_IsPendingAndDeliveredOnceItBehaves(Fault fault, string path, Kind kind)
    {
        await using var peer = FaultyPeer.Start();
        await using var server = await FaultServer.StartAsync(peer);
        peer.Misbehave(fault, path);

        var share = (await server.ShareAsync(peer.Host)).Value!;
        await TriedAgainAsync(server, kind);
        var answeredBefore = peer.AnsweredTo("/ocm/shares").Count;
        peer.Recover();
        Assert.That(() => server.StatusAsync(share), Is.EqualTo(SentShareStatus.Sent).After(30_000, 20));

        Assert.That(share.Status, Is.EqualTo(SentShareStatus.PendingDelivery));
        Assert.That(answeredBefore, Is.Zero);
        Assert.That(peer.AnsweredTo("/ocm/shares"), Has.Count.EqualTo(1).And.All.Contains(share.ProviderId));
        await NothingIsLeftAsync(server, peer);
    }

    // Whoever answers there is no OCM server: the user learns it at once, and nothing waits for what may never be one.
    [TestCaseSource(nameof(NoOcmServer))]
    public async Task Share_AnswerAtDiscoveryIsNotOcm_IsRefusedAtOnce(Fault fault)
    {
        await using var peer = FaultyPeer.Start();
        await using var server = await FaultServer.StartAsync(peer);
        peer.Misbehave(fault, Discovery);

        var refused = await server.ShareAsync(peer.Host);
        peer.Recover();

        Assert.That(refused.Failure?.Kind, Is.EqualTo(Kind.InvalidResponse));
        Assert.That(async () => (await server.ShareAsync(peer.Host)).Value?.Status, Is.EqualTo(SentShareStatus.Sent).After(30_000, 20));
        await NothingIsLeftAsync(server, peer);
    }

    [TestCaseSource(nameof(OfNotifications))]
    public async Task Notification_PeerMisbehaves_IsDeliveredOnceItBehaves(Fault fault, string path, Kind kind)
    {
        await using var peer = FaultyPeer.Start();
        await using var server = await FaultServer.StartAsync(peer);
        var share = (await server.ShareAsync(peer.Host)).Value!;
        Assert.That(share.Status, Is.EqualTo(SentShareStatus.Sent));
        peer.Misbehave(fault, path);

        await server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));
        await TriedAgainAsync(server, kind);
        peer.Recover();
        Assert.That(() => DepthAsync(server), Is.Zero.After(30_000, 20));

        Assert.That(peer.AnsweredTo(path).Select(Type), Is.EqualTo(new[] { "SHARE_UNSHARED" }));
        await NothingIsLeftAsync(server, peer);
    }

    [TestCaseSource(nameof(TakenAllTheSame))]
    public async Task Notification_TakenWithAnOddAnswer_IsNotSentAgain(Fault fault)
    {
        await using var peer = FaultyPeer.Start();
        await using var server = await FaultServer.StartAsync(peer);
        var share = (await server.ShareAsync(peer.Host)).Value!;
        peer.Misbehave(fault, "/ocm/notifications");

        await server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));

        await NothingIsLeftAsync(server, peer);
    }

    [TestCaseSource(nameof(OfTokens))]
    public async Task Token_PeerMisbehaves_FailsAndIsGivenOnceItBehaves(Fault fault, string path, Kind kind)
    {
        await using var peer = FaultyPeer.Start();
        await using var server = await FaultServer.StartAsync(peer);
        await server.WithAsync<IOcmClient, object>(async client => await client.DiscoverAsync(peer.Host));
        peer.Misbehave(fault, path);

        var failed = await ExchangeAsync(server, peer);
        peer.Recover();
        var given = await ExchangeAsync(server, peer);

        Assert.That(failed.Failure?.Kind, Is.EqualTo(kind));
        Assert.That(given.Value?.AccessToken.Reveal(), Is.EqualTo("a-token"));
        await NothingIsLeftAsync(server, peer);
    }

    private static TestCaseData Case(Fault fault, string path, Kind kind) =>
        new TestCaseData(fault, path, kind).SetArgDisplayNames($"{fault.Name} at {path}", kind.ToString());

    private static string? Type(string notification) => JsonElement.Parse(notification).GetProperty("notificationType").GetString();

    // The outbox says why, and does not leave it at one attempt.
    private static Task TriedAgainAsync(OcmTestServer server, Kind kind) => Assert.ThatAsync(
        async () => (await server.WithAsync<IDeliveries, IReadOnlyList<OutboxItem>>(deliveries => deliveries.ListAsync(new OutboxQuery())))
            .Select(item => item.Attempts > 1 ? item.LastError : null).SingleOrDefault(),
        Does.StartWith($"{kind}: ").After(30_000, 20));

    private static async Task NothingIsLeftAsync(OcmTestServer server, FaultyPeer peer)
    {
        Assert.That(() => peer.OpenConnections, Is.Zero.After(10_000, 20));
        Assert.That(await DepthAsync(server), Is.Zero);
    }

    private static async Task<long> DepthAsync(OcmTestServer server)
    {
        var depth = await server.WithAsync<IDeliveries, OutboxDepth>(deliveries => deliveries.GetDepthAsync());
        return depth.Pending + depth.Failed;
    }

    private static ValueTask<OcmResult<TokenResponse>> ExchangeAsync(OcmTestServer server, FaultyPeer peer) =>
        server.WithAsync<IOcmClient, OcmResult<TokenResponse>>(async client => await client.ExchangeTokenAsync(peer.Host, new SecretString("a-secret-of-the-share")));
}
