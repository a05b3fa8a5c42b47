using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
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

/// <summary>Servers that do not answer: they take neither workers nor attempts from the others, and get what waits when they are back.</summary>
internal sealed class DestinationTests
{
    private const int Shares = 12;

    [Test]
    public async Task Deliver_OneServerHangs_OthersAreServedMeanwhile()
    {
        await using var test = await PeerAndServer.StartAsync(Fast(delivery => delivery.MaxConcurrent = 4));
        await using var live = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        var gate = new TaskCompletionSource();
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(503) with { Gate = gate.Task });
        for (var i = 0; i < Shares; i++)
        {
            await CreateAsync(test, test.Peer.Host);
        }

        Assert.That(() => test.Peer.RequestsTo("/ocm/shares").Count, Is.Positive.After(10_000, 20));
        for (var i = 0; i < Shares; i++)
        {
            await CreateAsync(test, live.Host);
        }

        Assert.That(() => live.RequestsTo("/ocm/shares").Count, Is.EqualTo(Shares).After(10_000, 20));
        Assert.That(test.Peer.RequestsTo("/ocm/shares"), Has.Count.LessThanOrEqualTo(4), "no more at once than one server gets");
        gate.SetResult();
    }

    [Test]
    public async Task Deliver_ServerIsDown_IsLeftAloneAndItsOtherItemsKeepTheirAttempts()
    {
        await using var test = await PeerAndServer.StartAsync(Fast(delivery => delivery.FirstRetryDelay = delivery.MaxRetryDelay = TimeSpan.FromMinutes(10)));
        var down = Down();
        for (var i = 0; i < Shares; i++)
        {
            await CreateAsync(test, down);
        }

        await CreateAsync(test, test.Peer.Host);
        Assert.That(() => test.Peer.RequestsTo("/ocm/shares").Count, Is.EqualTo(1).After(10_000, 20));
        Assert.That(async () => (await ListAsync(test)).Count(item => item.Attempts > 0), Is.Positive.After(10_000, 20));

        var items = await ListAsync(test);
        Assert.That(items, Has.Count.EqualTo(Shares));
        Assert.That(items.Sum(item => item.Attempts), Is.LessThanOrEqualTo(4));
        Assert.That(
            async () => (await ListAsync(test)).Select(item => item.NextAttemptAt),
            Has.All.GreaterThan(DateTimeOffset.UtcNow.AddMinutes(2)).After(10_000, 20),
            "what waits for it is put aside");
        Assert.That(items.Select(item => item.LeaseOwner), Has.All.Null, "what waits is nobody's");
    }

    [Test]
    public async Task Deliver_ServerIsBack_GetsEverythingThatWaited()
    {
        await using var test = await PeerAndServer.StartAsync(Fast(delivery => delivery.FirstRetryDelay = TimeSpan.FromMilliseconds(50)));
        test.Peer.Answer("/.well-known/ocm", FakePeerAnswer.Status(503) with { Headers = new Dictionary<string, string> { ["Retry-After"] = "1" } });
        for (var i = 0; i < Shares; i++)
        {
            await CreateAsync(test, test.Peer.Host);
        }

        Assert.That(async () => (await ListAsync(test)).Count(item => item.Attempts > 0), Is.Positive.After(10_000, 20));
        test.Peer.Reset("/.well-known/ocm");

        Assert.That(async () => (await ListAsync(test)).Count, Is.Zero.After(30_000, 20));
        Assert.That(test.Peer.RequestsTo("/ocm/shares"), Has.Count.EqualTo(Shares));
    }

    [Test]
    public async Task RetryNowAsync_ServerIsLeftAlone_TriesItAtOnce()
    {
        await using var test = await PeerAndServer.StartAsync(Fast(delivery => delivery.FirstRetryDelay = delivery.MaxRetryDelay = TimeSpan.FromMinutes(10)));
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(429) with { Headers = new Dictionary<string, string> { ["Retry-After"] = "7200" } });
        await CreateAsync(test, test.Peer.Host);
        Assert.That(async () => (await ListAsync(test)).Single().Attempts, Is.EqualTo(1).After(10_000, 20));
        var waiting = (await ListAsync(test)).Single();
        test.Peer.Reset("/ocm/shares");

        var found = await test.Server.WithAsync<IDeliveries, bool>(deliveries => deliveries.RetryNowAsync(waiting.Id));

        Assert.That(found, Is.True);
        Assert.That(async () => (await ListAsync(test)).Count, Is.Zero.After(10_000, 20));
        Assert.That(waiting.NextAttemptAt - waiting.CreatedAt, Is.GreaterThanOrEqualTo(TimeSpan.FromHours(2)), "as the other server asked");
    }

    [Test]
    public async Task Deliver_CircuitIsOpen_CountsNoAttempt()
    {
        await using var test = await PeerAndServer.StartAsync(Fast(
            delivery => delivery.MaxRetryDelay = TimeSpan.FromMilliseconds(50),
            http =>
            {
                http.CircuitBreaker.MinimumThroughput = 2;
                http.CircuitBreaker.BreakDuration = TimeSpan.FromMinutes(10);
            }));
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(500));
        await CreateAsync(test, test.Peer.Host);

        Assert.That(async () => (await ListAsync(test)).Single().NextAttemptAt, Is.GreaterThan(DateTimeOffset.UtcNow.AddMinutes(5)).After(10_000, 20));
        Assert.That((await ListAsync(test)).Single().Attempts, Is.EqualTo(test.Peer.RequestsTo("/ocm/shares").Count));
    }

    [Test]
    public async Task Deliver_TooOldAndTheServerStaysAway_IsGivenUp()
    {
        await using var test = await PeerAndServer.StartAsync(Fast(delivery =>
        {
            delivery.MaxAge = TimeSpan.FromSeconds(1);
            delivery.MaxRetryDelay = TimeSpan.FromMilliseconds(200);
        }));
        var down = Down();
        List<SentShare> shares = [];
        for (var i = 0; i < Shares; i++)
        {
            shares.Add(await CreateAsync(test, down));
        }

        Assert.That(async () => (await ListAsync(test)).Count, Is.Zero.After(30_000, 50));
        foreach (var share in shares)
        {
            var stored = await test.Server.WithAsync<ISentShares, SentShare?>(sent => sent.FindAsync(share.ProviderId));
            Assert.That(stored!.Status, Is.EqualTo(SentShareStatus.Refused));
            Assert.That(stored.StatusReason, Is.Not.Empty);
        }
    }

    [Test]
    public async Task GiveUpAsync_ShareThatWaits_IsRefused()
    {
        await using var test = await PeerAndServer.StartAsync(Fast(delivery => delivery.FirstRetryDelay = delivery.MaxRetryDelay = TimeSpan.FromMinutes(10)));
        var share = await CreateAsync(test, Down());
        var item = (await ListAsync(test)).Single();

        var removed = await test.Server.WithAsync<IDeliveries, bool>(deliveries => deliveries.GiveUpAsync(item.Id));
        var again = await test.Server.WithAsync<IDeliveries, bool>(deliveries => deliveries.GiveUpAsync(item.Id));

        Assert.That((removed, again), Is.EqualTo((true, false)));
        Assert.That(await ListAsync(test), Is.Empty);
        Assert.That((await test.Server.WithAsync<ISentShares, SentShare?>(sent => sent.FindAsync(share.ProviderId)))!.Status, Is.EqualTo(SentShareStatus.Refused));
    }

    // The answer to the first attempt was lost; the receiver remembers the share by its providerId.
    [Test]
    [Property("Requirement", "SHARE-27")]
    public async Task Deliver_RepetitionIsAConflict_MeansThatTheFirstGotThrough()
    {
        await using var test = await PeerAndServer.StartAsync(Fast());
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(504));
        var share = await CreateAsync(test, test.Peer.Host);
        Assert.That(async () => (await ListAsync(test)).Count(item => item.Attempts > 0), Is.Positive.After(10_000, 20));
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Json("""{"message":"known"}""", 409));

        Assert.That(async () => (await ListAsync(test)).Count, Is.Zero.After(10_000, 20));
        Assert.That((await test.Server.WithAsync<ISentShares, SentShare?>(sent => sent.FindAsync(share.ProviderId)))!.Status, Is.EqualTo(SentShareStatus.Sent));
    }

    private static OcmHost Down()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return OcmHost.Parse($"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private static ValueTask<IReadOnlyList<OutboxItem>> ListAsync(PeerAndServer test) =>
        test.Server.WithAsync<IDeliveries, IReadOnlyList<OutboxItem>>(deliveries => deliveries.ListAsync(new OutboxQuery()));

    private static async Task<SentShare> CreateAsync(PeerAndServer test, OcmHost receiver) =>
        (await test.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "albert",
            ShareWith = new OcmAddress("bob", receiver),
            ResourceType = ResourceType.Folder,
            ResourceId = "/papers",
            Name = "papers",
        }))).Value!;

    private static OcmTestServerSettings Fast(Action<OcmDeliveryOptions>? change = null, Action<OcmHttpOptions>? changeHttp = null) => new()
    {
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            ocm.Services.Configure<OcmDeliveryOptions>(delivery =>
            {
                delivery.WaitForFirstAttempt = false;
                delivery.FirstRetryDelay = TimeSpan.FromMilliseconds(20);
                delivery.MaxRetryDelay = TimeSpan.FromMilliseconds(200);
                delivery.PollInterval = TimeSpan.FromMilliseconds(20);
                change?.Invoke(delivery);
            });
            ocm.Services.Configure<OcmHttpOptions>(http =>
            {
                http.MaxRetries = 0;
                http.CircuitBreaker.MinimumThroughput = 1000;
                changeHttp?.Invoke(http);
            });
            ocm.Services.Configure<OcmClientOptions>(client =>
            {
                client.Lookups.Discovery.FailureAge = TimeSpan.FromMilliseconds(20);
                client.Lookups.Discovery.MinRefetchInterval = TimeSpan.FromSeconds(1);
            });
        },
    };
}
