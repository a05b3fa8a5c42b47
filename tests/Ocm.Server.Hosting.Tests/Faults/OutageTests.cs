using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Http;
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
        var attempts = 1;
        while (await NextAttemptAsync(server, attempts) is var due && due < end)
        {
            time.Advance(due - time.GetUtcNow() + PollInterval);
            attempts++;
            Assert.That((await server.ShareAsync(healthy.Host)).Value?.Status, Is.EqualTo(SentShareStatus.Sent), "others are served meanwhile");
        }

        peer.Recover();
        time.Advance(await NextAttemptAsync(server, attempts) - time.GetUtcNow() + PollInterval);
        Assert.That(() => server.StatusAsync(share), Is.EqualTo(SentShareStatus.Sent).After(30_000, 20));

        Assert.That(share.Status, Is.EqualTo(SentShareStatus.PendingDelivery));
        Assert.That(attempts, Is.InRange(8, 16), "pauses from five seconds to an hour, each twice the one before, less up to half");
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
        Assert.That(() => sender.StatusAsync(share), Is.EqualTo(SentShareStatus.Sent).After(30_000, 20));

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

    // The moment of the next attempt, once that many have been made.
    private static async Task<DateTimeOffset> NextAttemptAsync(OcmTestServer server, int attempts)
    {
        await Assert.ThatAsync(
            async () => (await server.OutboxAsync()).Where(item => item.LeaseOwner is null).Select(item => item.Attempts).SingleOrDefault(),
            Is.EqualTo(attempts).After(30_000, 10));
        return (await server.OutboxAsync()).Single().NextAttemptAt;
    }
}
