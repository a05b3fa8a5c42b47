using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client.Access;
using Ocm.Client.Http;
using Ocm.Delivery;
using Ocm.Discovery;
using Ocm.Peers;
using Ocm.Server.Delivery;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Testing.Time;

namespace Ocm.Server.Hosting.Tests.Delivery;

/// <summary>A reconciliation as a whole: pages, bounds, lists, and one share alone.</summary>
internal sealed class ReconciliationRunTests
{
    [Test]
    public async Task Reconcile_MoreSharesThanAPage_ReportsEachOnce()
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.AddReceivedAsync(230);

        var reports = await test.Server.ReconcileAsync(test.Peer.Host, new ReconciliationOptions { CompareOnly = true, MaxConcurrent = 8 });

        Assert.That(reports.Select(report => report.Received!.ProviderId), Is.Unique.And.Exactly(230).Items);
        Assert.That(reports.Select(report => report.Finding), Is.All.EqualTo(ReconciliationFinding.Holds));
    }

    [Test]
    public async Task Reconcile_OtherServersShares_AreLeftAlone()
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.AddReceivedAsync(3);

        Assert.That(await test.Server.ReconcileAsync(OcmHost.Parse($"127.0.0.1:{test.Peer.Port}")), Is.Empty);
    }

    [TestCase(1)]
    [TestCase(4)]
    public async Task Reconcile_ServerGoesAway_IsNotAskedAboutEachShare(int concurrent)
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.Configure<OcmHttpOptions>(http => (http.MaxRetries, http.CircuitBreaker.MinimumThroughput) = (0, 1000));
            },
        });
        await test.AddReceivedAsync(150);
        var unavailable = FakePeerAnswer.Status(503) with { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "60" } };
        test.Peer.Answer("/ocm/token", unavailable);

        var reports = await test.Server.ReconcileAsync(test.Peer.Host, new ReconciliationOptions { MaxConcurrent = concurrent });

        Assert.That(reports, Has.Count.EqualTo(150));
        Assert.That(reports.Select(report => (report.Finding, report.Action)), Is.All.EqualTo((ReconciliationFinding.Unknown, ReconciliationAction.None)));
        Assert.That(test.Peer.RequestsTo("/ocm/token"), Has.Count.LessThanOrEqualTo(2 * concurrent));
    }

    [Test]
    public async Task Reconcile_TimeIsOver_AsksNoMore()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings
        {
            Time = time,
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().AddShareObserver<SlowProduct>();
                ocm.Services.AddSingleton(time);
            },
        });
        await test.AddReceivedAsync(20);
        test.Peer.Answer("/ocm/token", Reconciling.InvalidGrant);

        var reports = await test.Server.ReconcileAsync(test.Peer.Host, new ReconciliationOptions { MaxConcurrent = 1 });

        Assert.That(reports.Select(report => report.Finding).Take(2), Is.All.EqualTo(ReconciliationFinding.Ended));
        Assert.That(reports.Select(report => report.Finding).Skip(2), Is.All.EqualTo(ReconciliationFinding.Unknown));
        Assert.That(reports[^1].Reason, Does.Contain("time"));
        Assert.That(await test.ReceivedAsync(), Has.Exactly(18).Property(nameof(ReceivedShare.Status)).EqualTo(ReceivedShareStatus.Pending));
    }

    [Test]
    [Property("Requirement", "DISC-16")]
    public async Task Reconcile_ServerOnTheDenyList_IsNotContacted()
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Options = options => options.Denylist = ["localhost"] });
        await test.AddReceivedAsync(2);

        var reports = await test.Server.ReconcileAsync(test.Peer.Host);

        Assert.That(reports, Has.Count.EqualTo(2));
        Assert.That(reports.Select(report => (report.Finding, report.Action)), Is.All.EqualTo((ReconciliationFinding.Unknown, ReconciliationAction.None)));
        Assert.That(test.Peer.Requests, Is.Empty);
    }

    [Test]
    [Property("Requirement", "DISC-16")]
    public async Task Reconcile_ServerThatIsRefusedNowWithUnconfirmedShares_IsToldNothing()
    {
        var trust = new Trust();
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm =>
            {
                Hasty(ocm);
                ocm.Services.AddSingleton<ITrustPolicy>(trust);
                ocm.Services.Configure<OcmDeliveryOptions>(delivery => delivery.FirstRetryDelay = TimeSpan.FromMinutes(10));
            },
        });
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(503));
        test.Peer.Answer("/ocm/notifications", FakePeerAnswer.Status(400));
        await test.SendAsync();
        await test.DeclineAsync(await test.ReceiveAsync(accept: false));
        var (before, requests) = (await test.OutboxAsync(), test.Peer.Requests.Count);
        trust.Refuses = true;

        var reports = await test.Server.ReconcileAsync(test.Peer.Host);

        Assert.That(before.Select(item => item.Status), Is.EquivalentTo(new[] { OutboxItemStatus.Pending, OutboxItemStatus.Failed }));
        Assert.That(reports, Has.Count.EqualTo(2));
        Assert.That(reports.Select(report => (report.Finding, report.Action)), Is.All.EqualTo((ReconciliationFinding.Unknown, ReconciliationAction.None)));
        Assert.That(reports.Select(report => report.Reason), Is.All.EqualTo(Trust.Reason));
        Assert.That(await test.OutboxAsync(), Is.EqualTo(before), "nothing became due");
        Assert.That(test.Peer.Requests, Has.Count.EqualTo(requests));
    }

    [Test]
    public async Task Reconcile_OneSlowResource_DoesNotEndTheRun()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Time = time });
        test.Peer.Document = test.Peer.CreateDocument() with { TokenEndPoint = null, Capabilities = [Capability.HttpSig] };
        await test.AddReceivedAsync(3, OpensBySecret);
        test.Peer.Answer("/dav/id-1", _ =>
        {
            time.Advance(TimeSpan.FromSeconds(6));
            return Reconciling.Folder("/dav/id-1");
        });
        test.Peer.Answer("/dav/id-0", Reconciling.Folder("/dav/id-0"));
        test.Peer.Answer("/dav/id-2", Reconciling.Folder("/dav/id-2"));

        var reports = await test.Server.ReconcileAsync(test.Peer.Host, new ReconciliationOptions { MaxConcurrent = 1 });

        AssertOnlyTheMiddleOneIsUnknown(reports);
    }

    [TestCase(503)]
    [TestCase(401)]
    public async Task Reconcile_ResourceAtAnotherServerFails_SaysNothingOfTheSendingServer(int status)
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm =>
            {
                Hasty(ocm);
                ocm.Services.Configure<OcmAccessOptions>(access => access.AllowForeignResourceHosts = true);
            },
        });
        await using var store = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        store.Answer("/dav/id-1", FakePeerAnswer.Status(status) with { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "60" } });
        await test.AddReceivedAsync(3, share => OpensBySecret(share) is var open && share.ProviderId == "id-1"
            ? open with { Uri = $"{store.Origin}/dav/id-1" }
            : open);
        test.Peer.Answer("/ocm/token", Reconciling.InvalidGrant);
        test.Peer.Answer("/dav/id-0", Reconciling.Folder("/dav/id-0"));
        test.Peer.Answer("/dav/id-2", Reconciling.Folder("/dav/id-2"));

        var reports = await test.Server.ReconcileAsync(test.Peer.Host, new ReconciliationOptions { MaxConcurrent = 1 });

        AssertOnlyTheMiddleOneIsUnknown(reports);
        Assert.That(store.RequestsTo("/dav/id-1"), Is.Not.Empty);
    }

    [Test]
    public async Task Reconcile_OneReceivedShare_IsComparedAlone()
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.AddReceivedAsync(2);
        test.Peer.Answer("/ocm/token", Reconciling.InvalidGrant);
        var reconciliation = test.Server.Services.GetRequiredService<IReconciliation>();

        var report = await reconciliation.ReconcileReceivedAsync("received-1");

        Assert.That(report!.Received!.Status, Is.EqualTo(ReceivedShareStatus.Unshared));
        Assert.That((await test.ReceivedAsync()).Select(share => share.Status), Is.EquivalentTo(new[] { ReceivedShareStatus.Unshared, ReceivedShareStatus.Pending }));
        Assert.That(await reconciliation.ReconcileReceivedAsync("unknown"), Is.Null);
    }

    [Test]
    public async Task Reconcile_OptionOutOfItsLimits_Throws()
    {
        await using var test = await PeerAndServer.StartAsync();
        ReconciliationOptions[] wrong =
        [
            new() { MaxConcurrent = 0 }, new() { MaxConcurrent = 33 }, new() { MaxDuration = TimeSpan.Zero }, new() { MaxDuration = TimeSpan.FromDays(2) },
            new() { ChangedWithin = TimeSpan.FromTicks(-1) }, new() { ChangedWithin = TimeSpan.MaxValue },
        ];

        foreach (var options in wrong)
        {
            Assert.That(async () => await test.Server.ReconcileAsync(test.Peer.Host, options), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }
    }

    private static WebDavProtocol OpensBySecret(ReceivedShare share) => share.Protocol.WebDav! with { Requirements = null };

    // One answer is enough: no retry below, so that a test does not wait.
    private static void Hasty(IOcmServerBuilder ocm)
    {
        ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
        ocm.Services.Configure<OcmHttpOptions>(http => http.MaxRetries = 0);
    }

    /// <summary>An operator's mind, which may change.</summary>
    private sealed class Trust : ITrustPolicy
    {
        internal const string Reason = "The operator no longer wants it.";

        internal bool Refuses { get; set; }

        public ValueTask<TrustVerdict> EvaluateAsync(TrustQuestion question, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Refuses ? TrustVerdict.Refused(Reason) : TrustVerdict.Trusted("So far.", TrustSource.Open));
    }

    /// <summary>A product that takes six minutes over each change.</summary>
    private sealed class SlowProduct(ManualTimeProvider time) : IShareObserver
    {
        public ValueTask OnReceivedChangedAsync(ReceivedShare share, CancellationToken cancellationToken)
        {
            time.Advance(TimeSpan.FromMinutes(6));
            return ValueTask.CompletedTask;
        }
    }

    private static void AssertOnlyTheMiddleOneIsUnknown(IEnumerable<ReconciledShare> reports) =>
        Assert.That(
            reports.ToDictionary(report => report.Received!.ProviderId, report => report.Finding),
            Is.EquivalentTo(new Dictionary<string, ReconciliationFinding>
            {
                ["id-0"] = ReconciliationFinding.Holds,
                ["id-1"] = ReconciliationFinding.Unknown,
                ["id-2"] = ReconciliationFinding.Holds,
            }));
}
