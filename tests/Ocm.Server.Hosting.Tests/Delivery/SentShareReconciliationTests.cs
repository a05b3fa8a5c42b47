using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Http;
using Ocm.Delivery;
using Ocm.Server.Delivery;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.Delivery;

/// <summary>Shares that this server sent.</summary>
internal sealed class SentShareReconciliationTests
{
    [Test]
    [Property("Requirement", "SHARE-27")]
    public async Task Reconcile_NeverConfirmed_IsSentAgainUnderTheSameProviderId()
    {
        await using var test = await PeerAndServer.StartAsync(Patient());
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(503));
        var share = await test.SendAsync();

        var compared = await test.ReconcileOnlyAsync(compareOnly: true);
        var asked = test.Peer.RequestsTo("/ocm/shares").Count;
        test.Peer.Reset("/ocm/shares");
        var report = await test.ReconcileOnlyAsync();

        Assert.That(share.Status, Is.EqualTo(SentShareStatus.PendingDelivery));
        Assert.That((compared.Finding, compared.Action), Is.EqualTo((ReconciliationFinding.Unconfirmed, ReconciliationAction.Told)));
        Assert.That(asked, Is.EqualTo(1), "compared only");
        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Holds, ReconciliationAction.Told)));
        Assert.That(report.Sent!.Status, Is.EqualTo(SentShareStatus.Sent));
        Assert.That(test.Peer.RequestsTo("/ocm/shares").Select(request => request.Text).Distinct().Count(), Is.EqualTo(1), "the same payload");
        Assert.That(await test.OutboxAsync(), Is.Empty);
    }

    [Test]
    public async Task Reconcile_ReceiverStillAway_StaysUnconfirmedAndDue()
    {
        await using var test = await PeerAndServer.StartAsync(Patient());
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(503));
        await test.SendAsync();

        var report = await test.ReconcileOnlyAsync();

        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Unconfirmed, ReconciliationAction.Told)));
        Assert.That((await test.OutboxAsync()).Single().Status, Is.EqualTo(OutboxItemStatus.Pending));
    }

    [Test]
    public async Task Reconcile_Confirmed_IsUnknownAndNothingIsSent()
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.SendAsync();

        var report = await test.ReconcileOnlyAsync();

        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Unknown, ReconciliationAction.None)));
        Assert.That(test.Peer.Requests.Where(request => request.Method == "POST").Select(request => request.Path), Is.EqualTo(new[] { "/ocm/shares" }));
        Assert.That(report.Sent!.Status, Is.EqualTo(SentShareStatus.Sent));
    }

    [TestCase(201, ReconciliationFinding.Ended, ReconciliationAction.Told)]
    [TestCase(404, ReconciliationFinding.Ended, ReconciliationAction.Told)]
    [TestCase(401, ReconciliationFinding.Unknown, ReconciliationAction.None)]
    [TestCase(400, ReconciliationFinding.Unknown, ReconciliationAction.None)]
    [TestCase(503, ReconciliationFinding.Unknown, ReconciliationAction.None)]
    public async Task Reconcile_Ended_ReceiverIsToldAgain(int status, ReconciliationFinding finding, ReconciliationAction action)
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.UnshareAsync(await test.SendAsync());
        test.Peer.Answer("/ocm/notifications", FakePeerAnswer.Status(status));

        var compared = await test.ReconcileOnlyAsync(compareOnly: true);
        var told = test.NotificationsToPeer().Count;
        var report = await test.ReconcileOnlyAsync();

        Assert.That((compared.Finding, compared.Action), Is.EqualTo((ReconciliationFinding.Unknown, ReconciliationAction.Told)));
        Assert.That(told, Is.EqualTo(1), "compared only");
        Assert.That((report.Finding, report.Action), Is.EqualTo((finding, action)));
        Assert.That(test.NotificationsToPeer(), Is.EqualTo(new[] { "SHARE_UNSHARED", "SHARE_UNSHARED" }));
        Assert.That(report.Sent!.Status, Is.EqualTo(SentShareStatus.Unshared));
        Assert.That(await test.OutboxAsync(), Is.Empty, "what was confirmed once is not kept again");
    }

    [Test]
    public async Task Reconcile_EndWasGivenUp_IsDeliveredNow()
    {
        await using var test = await PeerAndServer.StartAsync();
        var share = await test.SendAsync();
        test.Peer.Answer("/ocm/notifications", FakePeerAnswer.Status(400));
        await test.UnshareAsync(share);
        test.Peer.Reset("/ocm/notifications");

        var report = await test.ReconcileOnlyAsync();

        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Ended, ReconciliationAction.Told)));
        Assert.That(test.NotificationsToPeer(), Is.EqualTo(new[] { "SHARE_UNSHARED", "SHARE_UNSHARED" }));
        Assert.That(await test.OutboxAsync(), Is.Empty);
    }

    [Test]
    public async Task Reconcile_EndedLongAgo_IsLeftOutButCanBeAskedFor()
    {
        await using var test = await PeerAndServer.StartAsync();
        var share = await test.SendAsync();
        await test.UnshareAsync(share);
        var options = new ReconciliationOptions { ChangedWithin = TimeSpan.Zero };

        var reports = await test.Server.ReconcileAsync(test.Peer.Host, options);
        var one = await test.Server.Services.GetRequiredService<IReconciliation>().ReconcileSentAsync(share.ProviderId, options);

        Assert.That(reports, Is.Empty);
        Assert.That(one!.Finding, Is.EqualTo(ReconciliationFinding.Ended));
        Assert.That(await test.Server.Services.GetRequiredService<IReconciliation>().ReconcileSentAsync("unknown"), Is.Null);
    }

    // The delivery service comes late, so that what is seen is the reconciliation's.
    private static OcmTestServerSettings Patient() => new()
    {
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            ocm.Services.Configure<OcmDeliveryOptions>(delivery => delivery.FirstRetryDelay = TimeSpan.FromMinutes(10));
            ocm.Services.Configure<OcmHttpOptions>(http => http.MaxRetries = 0);
        },
    };
}
