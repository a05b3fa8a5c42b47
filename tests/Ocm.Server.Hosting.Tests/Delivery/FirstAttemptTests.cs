using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Http;
using Ocm.Delivery;
using Ocm.Server.Delivery;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.Delivery;

/// <summary>What a gesture answers while the other server does not, and what becomes of it afterwards.</summary>
internal sealed class FirstAttemptTests
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task CreateAsync_ReceiverHangs_AnswersPendingAndIsDeliveredOnce(bool waits)
    {
        await using var test = await PeerAndServer.StartAsync(Settings(delivery =>
        {
            delivery.WaitForFirstAttempt = waits;
            delivery.FirstAttemptTimeout = TimeSpan.FromMilliseconds(300);
        }));
        var gate = new TaskCompletionSource();
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Json("""{"recipientDisplayName":"Bob"}""", 201) with { Gate = gate.Task });
        var start = Stopwatch.GetTimestamp();

        var share = await test.SendAsync();
        var took = Stopwatch.GetElapsedTime(start);
        var depth = await test.Server.WithAsync<IDeliveries, OutboxDepth>(deliveries => deliveries.GetDepthAsync());
        gate.SetResult();

        Assert.That(share.Status, Is.EqualTo(SentShareStatus.PendingDelivery));
        Assert.That(took, Is.LessThan(TimeSpan.FromSeconds(10)), "not as long as a call may take");
        Assert.That((depth.Pending, depth.Failed), Is.EqualTo((1, 0)));
        Assert.That(depth.OldestPending, Is.EqualTo(share.CreatedAt).Within(TimeSpan.FromSeconds(1)));
        await Assert.ThatAsync(async () => (await StoredAsync(test, share)).Status, Is.EqualTo(SentShareStatus.Sent).After(30_000, 20));
        await Assert.ThatAsync(async () => (await test.OutboxAsync()).Count, Is.Zero.After(10_000, 20));
    }

    [Test]
    public async Task CreateAsync_DoesNotWaitAndTheReceiverIsNotKnownYet_AnswersPendingAtOnce()
    {
        await using var test = await PeerAndServer.StartAsync(Settings(delivery => delivery.WaitForFirstAttempt = false));
        var gate = new TaskCompletionSource();
        test.Peer.Answer("/.well-known/ocm", FakePeerAnswer.Status(503) with { Gate = gate.Task });
        var start = Stopwatch.GetTimestamp();

        var share = await test.SendAsync();

        Assert.That(share.Status, Is.EqualTo(SentShareStatus.PendingDelivery));
        Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(4)), "not as long as a discovery may take");
        test.Peer.Reset("/.well-known/ocm");
        gate.SetResult();
        await Assert.ThatAsync(async () => (await StoredAsync(test, share)).Status, Is.EqualTo(SentShareStatus.Sent).After(30_000, 20));
    }

    [Test]
    public async Task CreateAsync_RefusedByALaterAttempt_KeepsTheReasonWithTheShare()
    {
        await using var test = await PeerAndServer.StartAsync(Settings());
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(503));
        var share = await test.SendAsync();

        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Json("""{"message":"text of the peer"}""", 403));

        await Assert.ThatAsync(async () => (await StoredAsync(test, share)).Status, Is.EqualTo(SentShareStatus.Refused).After(30_000, 20));
        Assert.That((await StoredAsync(test, share)).StatusReason, Does.Contain("403").And.Not.Contain("text of the peer"));
        Assert.That((await StoredAsync(test, share)).Secret, Is.Null);
    }

    [Test]
    public async Task Answers_SenderWasDown_ComeInTheirOrder()
    {
        await using var test = await PeerAndServer.StartAsync(Settings());
        test.Peer.Answer("/ocm/notifications", FakePeerAnswer.Status(503));
        var share = await test.ReceiveAsync(accept: true);
        var declined = await test.DeclineAsync(share);
        var waiting = await test.OutboxAsync();
        List<string> taken = [];
        test.Peer.Answer("/ocm/notifications", request =>
        {
            lock (taken)
            {
                taken.Add(System.Text.Json.JsonElement.Parse(request.Body.Span).GetProperty("notificationType").GetString()!);
            }

            return FakePeerAnswer.Json("{}", 201);
        });

        await Assert.ThatAsync(async () => (await test.OutboxAsync()).Count, Is.Zero.After(30_000, 20));

        Assert.That(declined.Value?.Status, Is.EqualTo(ReceivedShareStatus.Declined));
        Assert.That(waiting.Select(item => item.NotificationType!.Value.Value), Is.EqualTo(new[] { "SHARE_ACCEPTED", "SHARE_DECLINED" }));
        Assert.That(taken, Is.EqualTo(new[] { "SHARE_ACCEPTED", "SHARE_DECLINED" }));
    }

    private static async Task<SentShare> StoredAsync(PeerAndServer test, SentShare share) =>
        (await test.Server.WithAsync<ISentShares, SentShare?>(shares => shares.FindAsync(share.ProviderId)))!;

    private static OcmTestServerSettings Settings(Action<OcmDeliveryOptions>? configure = null) => new()
    {
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            ocm.Services.Configure<OcmDeliveryOptions>(delivery =>
            {
                delivery.FirstRetryDelay = TimeSpan.FromMilliseconds(50);
                delivery.MaxRetryDelay = TimeSpan.FromMilliseconds(200);
                delivery.PollInterval = TimeSpan.FromMilliseconds(20);
                configure?.Invoke(delivery);
            });
            ocm.Services.Configure<OcmHttpOptions>(http => (http.MaxRetries, http.CircuitBreaker.MinimumThroughput) = (0, 1000));
        },
    };
}
