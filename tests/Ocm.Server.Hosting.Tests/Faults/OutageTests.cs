using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Http;
using Ocm.Delivery;
using Ocm.Server.Delivery;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Testing.Time;

namespace Ocm.Server.Hosting.Tests.Faults;

/// <summary>Faults that last: a peer that is away for an hour, and clocks that differ. Connections are real, the clock is the test's.</summary>
internal sealed class OutageTests
{
    private static readonly TimeSpan PollInterval = new OcmDeliveryOptions().PollInterval;

    [Test]
    public async Task Share_PeerIsAwayForAnHour_IsTriedWithGrowingPausesAndDeliveredWhenItIsBack()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var peer = FaultyPeer.Start();
        await using var healthy = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        await using var server = await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Time = time,
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.Configure<OcmHttpOptions>(http =>
                {
                    peer.Allow(http);
                    http.MaxRetries = 0;
                });
            },
        });
        var end = time.GetUtcNow() + TimeSpan.FromHours(1);
        peer.Misbehave(Fault.Refuses, "/");

        var share = (await server.ShareAsync(peer.Host)).Value!;
        var item = (await server.OutboxAsync()).Single();
        for (; item.NextAttemptAt < end; item = (await server.OutboxAsync()).Single())
        {
            await AdvanceToAttemptAsync(server, time, item);
            Assert.That((await server.ShareAsync(healthy.Host)).Value?.Status, Is.EqualTo(SentShareStatus.Sent), "others are served meanwhile");
        }

        peer.Recover();
        await AdvanceToAttemptAsync(server, time, item);

        Assert.That(share.Status, Is.EqualTo(SentShareStatus.PendingDelivery));
        Assert.That(await server.StatusAsync(share), Is.EqualTo(SentShareStatus.Sent));
        Assert.That(item.Attempts, Is.InRange(8, 16), "pauses from five seconds to an hour, each twice the one before, less up to half");
        Assert.That(peer.AnsweredTo("/ocm/shares"), Has.Count.EqualTo(1));
        Assert.That(await server.OutboxAsync(), Is.Empty);
    }

    [Test]
    public async Task Share_OwnClockIsSlow_IsRefusedAndDeliveredOnceTheClockIsRight()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(10));
        await using var receiver = await OcmTestServer.StartAsync();
        await using var sender = await OcmTestServer.StartAsync(new OcmTestServerSettings { Time = time });

        var share = (await sender.ShareAsync(receiver.Host, "marie")).Value!;
        var refused = (await sender.OutboxAsync()).Single();
        time.Advance(TimeSpan.FromMinutes(10));
        await Assert.ThatAsync(
            async () =>
            {
                // Again and again: the service may be at it with a signature that it made while the clock moved.
                await sender.WithAsync<IDeliveries, bool>(deliveries => deliveries.RetryNowAsync(refused.Id));
                return await sender.StatusAsync(share);
            },
            Is.EqualTo(SentShareStatus.Sent).After(30_000, 50));

        Assert.That(refused.LastError, Does.StartWith("Unauthenticated: "), "a signature that was made ten minutes ago");
    }

    [TestCase(-360, 401)]
    [TestCase(-240, 201)]
    [TestCase(45, 201)]
    [TestCase(75, 401)]
    [Property("Requirement", "SIG-11")]
    public async Task ReceivedShare_SendersClockDiffers_IsTakenWithinWindowAndSkew(int seconds, int status)
    {
        await using var test = await PeerAndServer.StartAsync(peerTime: new ManualTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(seconds)));

        var answer = await test.PostAsync("/ocm/shares", test.ShareJson());

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    /// <summary>Moves the clock to an item's next attempt, and waits until it was made.</summary>
    private static async Task AdvanceToAttemptAsync(OcmTestServer server, ManualTimeProvider time, OutboxItem item)
    {
        time.Advance(item.NextAttemptAt - time.GetUtcNow() + PollInterval);
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        for (var i = 1; i <= 3000; i++)
        {
            await pulse.WaitForNextTickAsync();
            if ((await server.OutboxAsync()).All(waiting => waiting.Attempts > item.Attempts))
            {
                return;
            }

            if (i % 200 == 0)
            {
                // The service began its pause after the clock had been moved, and sleeps for one pause more.
                time.Advance(PollInterval);
            }
        }

        Assert.Fail("The next attempt is never made.");
    }
}
