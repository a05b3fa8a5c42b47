using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client.Http;
using Ocm.Server.Delivery;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Testing.Time;
using Ocm.Tokens;

namespace Ocm.Server.Hosting.Tests.Delivery;

/// <summary>A reconciliation as a whole: pages, bounds, lists, and one share alone.</summary>
internal sealed class ReconciliationRunTests
{
    [Test]
    public async Task Reconcile_MoreSharesThanAPage_ReportsEachOnce()
    {
        await using var test = await PeerAndServer.StartAsync();
        await AddAsync(test, 230);

        var reports = await test.Server.ReconcileAsync(test.Peer.Host, new ReconciliationOptions { CompareOnly = true, MaxConcurrent = 8 });

        Assert.That(reports.Select(report => report.Received!.ProviderId), Is.Unique.And.Exactly(230).Items);
        Assert.That(reports.Select(report => report.Finding), Is.All.EqualTo(ReconciliationFinding.Holds));
    }

    [Test]
    public async Task Reconcile_OtherServersShares_AreLeftAlone()
    {
        await using var test = await PeerAndServer.StartAsync();
        await AddAsync(test, 3);

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
        await AddAsync(test, 150);
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
        await AddAsync(test, 20);
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
        await AddAsync(test, 2);

        var reports = await test.Server.ReconcileAsync(test.Peer.Host);

        Assert.That(reports, Has.Count.EqualTo(2));
        Assert.That(reports.Select(report => (report.Finding, report.Action)), Is.All.EqualTo((ReconciliationFinding.Unknown, ReconciliationAction.None)));
        Assert.That(test.Peer.Requests, Is.Empty);
    }

    [Test]
    public async Task Reconcile_OneReceivedShare_IsComparedAlone()
    {
        await using var test = await PeerAndServer.StartAsync();
        await AddAsync(test, 2);
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

    // As they came from the peer once, whatever is thought of it now.
    private static async Task AddAsync(PeerAndServer test, int count)
    {
        var now = TimeProvider.System.GetUtcNow();
        await test.Server.WithAsync<IShareStore, bool>(async store =>
        {
            for (var i = 0; i < count; i++)
            {
                var share = new ReceivedShare
                {
                    Id = $"received-{i}",
                    ProviderId = $"id-{i}",
                    Sender = new OcmAddress("einstein", test.Peer.Host),
                    Owner = new OcmAddress("einstein", test.Peer.Host),
                    ShareWith = test.Server.Address("marie"),
                    RecipientIdentifier = "marie",
                    ShareType = ShareType.User,
                    ResourceType = ResourceType.File,
                    Name = "notes.md",
                    Protocol = new ShareProtocols
                    {
                        WebDav = new WebDavProtocol
                        {
                            Uri = $"{test.Peer.Origin}/dav/id-{i}",
                            SharedSecret = new SecretString($"secret-{i}"),
                            Permissions = [Permission.Read],
                            Requirements = [Requirement.MustExchangeToken],
                        },
                    },
                    Status = ReceivedShareStatus.Pending,
                    PayloadHash = "hash",
                    ReceivedAt = now,
                    UpdatedAt = now,
                };
                Assert.That(await store.TryAddReceivedAsync(share, delivery: null), Is.True);
            }

            return true;
        });
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
}
