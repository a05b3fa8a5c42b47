using Microsoft.Extensions.DependencyInjection;
using Ocm.Client;
using Ocm.Client.Http;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Server.Delivery;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.Delivery;

internal sealed class DeliveryTests
{
    [Test]
    public async Task CreateAsync_ReceiverUnavailable_IsDeliveredLaterWithTheSameProviderId()
    {
        await using var test = await PeerAndServer.StartAsync(Fast());
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(503));

        var share = (await CreateAsync(test)).Value!;
        test.Peer.Reset("/ocm/shares");
        Assert.That(() => StatusAsync(test, share), Is.EqualTo(SentShareStatus.Sent).After(30_000, 20));

        Assert.That(share.Status, Is.EqualTo(SentShareStatus.PendingDelivery));
        Assert.That(test.Peer.RequestsTo("/ocm/shares").Select(ProviderId).Distinct().Single(), Is.EqualTo(share.ProviderId));
        Assert.That((await test.Server.WithAsync<IDeliveries, OutboxDepth>(deliveries => deliveries.GetDepthAsync())).Pending, Is.Zero);
    }

    [Test]
    [Property("Requirement", "SHARE-02")]
    public async Task CreateAsync_ReceiverUnreachable_IsPendingAndDeliveredWhenItIsBack()
    {
        await using var test = await PeerAndServer.StartAsync(Fast());
        test.Peer.Answer("/.well-known/ocm", FakePeerAnswer.Status(503));

        var share = (await CreateAsync(test)).Value!;
        var asked = test.Peer.RequestsTo("/ocm/shares").Count;
        test.Peer.Reset("/.well-known/ocm");
        Assert.That(() => StatusAsync(test, share), Is.EqualTo(SentShareStatus.Sent).After(30_000, 20));

        Assert.That(share.Status, Is.EqualTo(SentShareStatus.PendingDelivery));
        Assert.That(asked, Is.Zero, "no notification before the receiver's discovery was read");
    }

    [TestCase(400)]
    [TestCase(403)]
    [TestCase(404)]
    [TestCase(409)]
    public async Task CreateAsync_FinalRefusal_IsRefusedWithTheReason(int status)
    {
        await using var test = await PeerAndServer.StartAsync();
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Json("""{"message":"text of the peer"}""", status));

        var result = await CreateAsync(test);

        Assert.That(result.Failure!.PeerStatus, Is.EqualTo(status));
        Assert.That(result.Failure.Message, Does.Not.Contain("text of the peer"));
        Assert.That(result.Failure.PeerMessage, Is.EqualTo("text of the peer"));
        Assert.That((await test.Server.WithAsync<IDeliveries, OutboxDepth>(deliveries => deliveries.GetDepthAsync())).Pending, Is.Zero);
    }

    [TestCase(401)]
    [TestCase(408)]
    [TestCase(425)]
    [TestCase(429)]
    public async Task CreateAsync_RefusalThatMayPass_IsTriedAgainSignedAnew(int status)
    {
        await using var test = await PeerAndServer.StartAsync(Fast());
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(status));

        var share = (await CreateAsync(test)).Value!;
        test.Peer.Reset("/ocm/shares");
        Assert.That(() => StatusAsync(test, share), Is.EqualTo(SentShareStatus.Sent).After(30_000, 20));

        var signatures = test.Peer.RequestsTo("/ocm/shares").Select(request => string.Concat(request.Headers["Signature"])).ToList();
        Assert.That(signatures, Has.Count.GreaterThan(1));
        Assert.That(signatures, Is.Unique);
    }

    [Test]
    public async Task CreateAsync_RefusedAgainAndAgain_IsGivenUp()
    {
        await using var test = await PeerAndServer.StartAsync(Fast());
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(401));

        var share = (await CreateAsync(test)).Value!;
        Assert.That(() => StatusAsync(test, share), Is.EqualTo(SentShareStatus.Refused).After(30_000, 20));

        Assert.That(test.Peer.RequestsTo("/ocm/shares"), Has.Count.EqualTo(new OcmDeliveryOptions().MaxRefusals));
    }

    [Test]
    public async Task UnshareAsync_ReceiverDown_StopsAtOnceAndIsToldInOrder()
    {
        await using var test = await PeerAndServer.StartAsync(Fast());
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(503));
        var share = (await CreateAsync(test)).Value!;

        var ended = await test.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));
        Assert.That(() => test.Peer.RequestsTo("/ocm/notifications").Count, Is.EqualTo(1).After(30_000, 20));

        Assert.That(ended.Value!.Status, Is.EqualTo(SentShareStatus.Unshared));
        Assert.That(test.Peer.RequestsTo("/ocm/shares"), Has.Count.EqualTo(1), "an ended share is not created any more");
    }

    [Test]
    public async Task Unshare_OtherSideKnowsNoSuchShare_IsDelivered()
    {
        await using var test = await PeerAndServer.StartAsync();
        test.Peer.Answer("/ocm/notifications", FakePeerAnswer.Status(404));
        var share = (await CreateAsync(test)).Value!;

        await test.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));

        Assert.That(test.Peer.RequestsTo("/ocm/notifications"), Is.Not.Empty);
        Assert.That(await ListAsync(test), Is.Empty, "what an end wants is so already");
    }

    // A server that never took the share does not know who may speak of it.
    [Test]
    public async Task Unshare_ShareWasNeverTakenAndTheNotificationIsRefused_LeavesNothingBehind()
    {
        await using var test = await PeerAndServer.StartAsync(Fast());
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(503));
        test.Peer.Answer("/ocm/notifications", FakePeerAnswer.Status(401));
        var share = (await CreateAsync(test)).Value!;

        await test.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));

        Assert.That(async () => (await ListAsync(test)).Count, Is.Zero.After(30_000, 20));
        Assert.That(test.Peer.RequestsTo("/ocm/notifications"), Has.Count.EqualTo(6));
    }

    [Test]
    public async Task Notification_RefusedForGood_IsKeptWithItsReasonUntilSomebodyActs()
    {
        await using var test = await PeerAndServer.StartAsync();
        test.Peer.Answer("/ocm/notifications", FakePeerAnswer.Status(400));
        var share = (await CreateAsync(test)).Value!;
        await test.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));

        var failed = (await ListAsync(test)).Single();
        test.Peer.Reset("/ocm/notifications");
        var retried = await test.Server.WithAsync<IDeliveries, bool>(deliveries => deliveries.RetryNowAsync(failed.Id));

        Assert.That(failed.Status, Is.EqualTo(OutboxItemStatus.Failed));
        Assert.That(failed.LastError, Is.Not.Empty);
        Assert.That(retried, Is.True);
        Assert.That(async () => (await ListAsync(test)).Count, Is.Zero.After(10_000, 20));
    }

    private static ValueTask<IReadOnlyList<OutboxItem>> ListAsync(PeerAndServer test) =>
        test.Server.WithAsync<IDeliveries, IReadOnlyList<OutboxItem>>(deliveries => deliveries.ListAsync(new OutboxQuery()));

    private static string ProviderId(FakePeerRequest request) =>
        System.Text.Json.JsonElement.Parse(request.Body.Span).GetProperty("providerId").GetString()!;

    private static ValueTask<OcmResult<SentShare>> CreateAsync(PeerAndServer test) =>
        test.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "albert",
            ShareWith = new Addresses.OcmAddress("bob", test.Peer.Host),
            ResourceType = ResourceType.Folder,
            ResourceId = "/papers",
            Name = "papers",
        }));

    private static async Task<SentShareStatus> StatusAsync(PeerAndServer test, SentShare share) =>
        (await test.Server.WithAsync<ISentShares, SentShare?>(shares => shares.FindAsync(share.ProviderId)))!.Status;

    // Short waits, so that a test sees many attempts; no breaker and no retry below the outbox.
    private static OcmTestServerSettings Fast() => new()
    {
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            ocm.Services.Configure<OcmDeliveryOptions>(delivery =>
            {
                delivery.FirstRetryDelay = TimeSpan.FromMilliseconds(20);
                delivery.MaxRetryDelay = TimeSpan.FromMilliseconds(200);
                delivery.PollInterval = TimeSpan.FromMilliseconds(20);
            });
            ocm.Services.Configure<OcmHttpOptions>(http =>
            {
                http.MaxRetries = 0;
                http.CircuitBreaker.MinimumThroughput = 1000;
            });
            ocm.Services.Configure<OcmClientOptions>(client =>
            {
                client.Lookups.Discovery.FailureAge = TimeSpan.FromMilliseconds(20);
                client.Lookups.Discovery.MinRefetchInterval = TimeSpan.FromSeconds(1);
            });
        },
    };
}
