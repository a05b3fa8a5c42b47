using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Http;
using Ocm.Delivery;
using Ocm.Discovery;
using Ocm.Server.Delivery;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.Delivery;

/// <summary>Shares that this server received, against a sending server that remembers, has lost, or answers something else.</summary>
internal sealed class ReceivedShareReconciliationTests
{
    [Test]
    public async Task Reconcile_SenderGivesAToken_HoldsAndNothingIsDone()
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.ReceiveAsync(accept: false);

        var report = await test.ReconcileOnlyAsync();

        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Holds, ReconciliationAction.None)));
        Assert.That(report.Received!.Status, Is.EqualTo(ReceivedShareStatus.Pending));
        Assert.That(test.NotificationsToPeer(), Is.Empty);
    }

    [Test]
    public async Task Reconcile_AcceptedAndHeld_TellsTheAcceptanceAgain()
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.ReceiveAsync(accept: true);

        var report = await test.ReconcileOnlyAsync();

        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Holds, ReconciliationAction.Told)));
        Assert.That(test.NotificationsToPeer(), Is.EqualTo(new[] { "SHARE_ACCEPTED", "SHARE_ACCEPTED" }));
        Assert.That(await test.ReceivedStatusAsync(), Is.EqualTo(ReceivedShareStatus.Accepted));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Reconcile_SenderKnowsNoSuchShare_EndsItHere(bool accepted)
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.ReceiveAsync(accepted);
        test.Peer.Answer("/ocm/token", Reconciling.InvalidGrant);

        var compared = await test.ReconcileOnlyAsync(compareOnly: true);
        var before = await test.ReceivedStatusAsync();
        var report = await test.ReconcileOnlyAsync();

        Assert.That((compared.Finding, compared.Action), Is.EqualTo((ReconciliationFinding.Ended, ReconciliationAction.Ended)));
        Assert.That(before, Is.EqualTo(accepted ? ReceivedShareStatus.Accepted : ReceivedShareStatus.Pending), "compared only");
        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Ended, ReconciliationAction.Ended)));
        Assert.That(report.Received!.Status, Is.EqualTo(ReceivedShareStatus.Unshared));
        Assert.That(await test.ReceivedStatusAsync(), Is.EqualTo(ReceivedShareStatus.Unshared));
    }

    [TestCase(400, """{"error":"invalid_request"}""")]
    [TestCase(400, """{"error":"invalid_client"}""")]
    [TestCase(400, """{"error":"unauthorized_client"}""")]
    [TestCase(400, "<html>")]
    [TestCase(401, """{"error":"invalid_grant"}""")]
    [TestCase(403, "")]
    [TestCase(404, "")]
    [TestCase(404, """{"message":"no route matched"}""")]
    [TestCase(410, "")]
    [TestCase(429, "")]
    [TestCase(500, """{"error":"invalid_grant"}""")]
    [TestCase(502, "<html>")]
    [TestCase(503, "")]
    [TestCase(200, "<html>")]
    public async Task Reconcile_AnswerMayMeanSomethingElse_LeavesTheShare(int status, string body)
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Register = Hasty });
        await test.ReceiveAsync(accept: true);
        test.Peer.Answer("/ocm/token", FakePeerAnswer.Json(body, status));
        test.Peer.Answer("/dav/id-1", FakePeerAnswer.Status(401));

        var report = await test.ReconcileOnlyAsync();

        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Unknown, ReconciliationAction.None)));
        Assert.That(report.Reason, Is.Not.Empty.And.Not.Contain("no route matched"));
        Assert.That(await test.ReceivedStatusAsync(), Is.EqualTo(ReceivedShareStatus.Accepted));
    }

    [Test]
    public async Task Reconcile_SenderIsAway_LeavesTheShare()
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Register = Hasty });
        await test.ReceiveAsync(accept: true);
        var host = test.Peer.Host;
        await test.Peer.DisposeAsync();

        var report = (await test.Server.ReconcileAsync(host)).Single();

        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Unknown, ReconciliationAction.None)));
        Assert.That(await test.ReceivedStatusAsync(), Is.EqualTo(ReceivedShareStatus.Accepted));
    }

    [Test]
    public async Task Reconcile_ResourceOpensThoughTheExchangeIsRefused_Holds()
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.ReceiveAsync(accept: false, Reconciling.OpensBySecret);
        test.Peer.Answer("/ocm/token", Reconciling.InvalidGrant);
        test.Peer.Answer("/dav/id-1", Reconciling.Folder("/dav/id-1"));

        var report = await test.ReconcileOnlyAsync();

        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Holds, ReconciliationAction.None)));
    }

    [Test]
    public async Task Reconcile_ResourceIsGoneThoughATokenIsGiven_Holds()
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.ReceiveAsync(accept: false);
        test.Peer.Answer("/dav/id-1", FakePeerAnswer.Status(404));

        Assert.That((await test.ReconcileOnlyAsync()).Finding, Is.EqualTo(ReconciliationFinding.Holds));
    }

    // A sender may exchange only what it says must be exchanged; the secret goes on working.
    [TestCase(503, ReconciliationFinding.Unknown)]
    [TestCase(500, ReconciliationFinding.Unknown)]
    [TestCase(429, ReconciliationFinding.Unknown)]
    [TestCase(404, ReconciliationFinding.Unknown)]
    [TestCase(403, ReconciliationFinding.Ended)]
    [TestCase(401, ReconciliationFinding.Ended)]
    [Property("Requirement", "TOK-10")]
    public async Task Reconcile_ExchangeIsNotRequiredAndRefused_EndsOnlyWhatTheSecretIsRefusedFor(int status, ReconciliationFinding finding)
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Register = Hasty });
        await test.ReceiveAsync(accept: false, Reconciling.OpensBySecret);
        test.Peer.Answer("/ocm/token", Reconciling.InvalidGrant);
        test.Peer.Answer("/dav/id-1", FakePeerAnswer.Status(status));

        var report = await test.ReconcileOnlyAsync();

        Assert.That(report.Finding, Is.EqualTo(finding));
        Assert.That(await test.ReceivedStatusAsync(), Is.EqualTo(finding == ReconciliationFinding.Ended ? ReceivedShareStatus.Unshared : ReceivedShareStatus.Pending));
    }

    [TestCase(false, ReconciliationFinding.Unknown)]
    [TestCase(true, ReconciliationFinding.Ended)]
    [Property("Requirement", "TOK-10")]
    public async Task Reconcile_SecondFactorIsNeededAndTheExchangeRefused_EndsOnlyWhatMustBeExchanged(bool mustExchange, ReconciliationFinding finding)
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.AddReceivedAsync(1, share => share.Protocol.WebDav! with
        {
            Requirements = mustExchange ? [Requirement.MustUseMfa, Requirement.MustExchangeToken] : [Requirement.MustUseMfa],
        });
        test.Peer.Answer("/ocm/token", Reconciling.InvalidGrant);

        var report = await test.ReconcileOnlyAsync();

        Assert.That(report.Finding, Is.EqualTo(finding));
        Assert.That(await test.ReceivedStatusAsync(), Is.EqualTo(mustExchange ? ReceivedShareStatus.Unshared : ReceivedShareStatus.Pending));
    }

    [TestCase(401)]
    [TestCase(403)]
    [TestCase(404)]
    public async Task Reconcile_SenderWithoutExchangeRefusesTheSecret_LeavesTheShare(int status)
    {
        await using var test = await PeerAndServer.StartAsync();
        test.Peer.Document = test.Peer.CreateDocument() with { TokenEndPoint = null, Capabilities = [Capability.HttpSig] };
        await test.ReceiveAsync(accept: false, Reconciling.OpensBySecret);
        test.Peer.Answer("/dav/id-1", FakePeerAnswer.Status(status));

        var report = await test.ReconcileOnlyAsync();

        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Unknown, ReconciliationAction.None)));
        Assert.That(await test.ReceivedStatusAsync(), Is.EqualTo(ReceivedShareStatus.Pending));
    }

    [Test]
    public async Task Reconcile_DeclinedHereAndStillHeld_TellsAgain()
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.DeclineAsync(await test.ReceiveAsync(accept: false));

        var compared = await test.ReconcileOnlyAsync(compareOnly: true);
        var told = test.NotificationsToPeer().Count;
        var report = await test.ReconcileOnlyAsync();

        Assert.That((compared.Finding, compared.Action), Is.EqualTo((ReconciliationFinding.Holds, ReconciliationAction.Told)));
        Assert.That(told, Is.EqualTo(1), "compared only");
        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Holds, ReconciliationAction.Told)));
        Assert.That(test.NotificationsToPeer(), Is.EqualTo(new[] { "SHARE_DECLINED", "SHARE_DECLINED" }));
        Assert.That(await test.ReceivedStatusAsync(), Is.EqualTo(ReceivedShareStatus.Declined));
    }

    [Test]
    public async Task Reconcile_UnsharedByASenderThatHoldsItAgain_TellsTheEndAndDoesNotBringItBack()
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.ReceiveAsync(accept: true);
        await test.PostAsync("/ocm/notifications", """{"notificationType":"SHARE_UNSHARED","resourceType":"file","providerId":"id-1"}""");

        var report = await test.ReconcileOnlyAsync();

        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Holds, ReconciliationAction.Told)));
        Assert.That(test.NotificationsToPeer(), Is.EqualTo(new[] { "SHARE_ACCEPTED", "SHARE_DECLINED" }));
        Assert.That(await test.ReceivedStatusAsync(), Is.EqualTo(ReceivedShareStatus.Unshared));
    }

    [Test]
    public async Task Reconcile_EndedOnBothSides_Agrees()
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.DeclineAsync(await test.ReceiveAsync(accept: false));
        test.Peer.Answer("/ocm/token", Reconciling.InvalidGrant);

        var report = await test.ReconcileOnlyAsync();

        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Ended, ReconciliationAction.None)));
        Assert.That(test.NotificationsToPeer(), Has.Count.EqualTo(1));
    }

    [TestCase(true, "SHARE_ACCEPTED")]
    [TestCase(false, "SHARE_DECLINED")]
    public async Task Reconcile_AnswerWasGivenUp_IsDeliveredNow(bool accept, string type)
    {
        await using var test = await PeerAndServer.StartAsync();
        test.Peer.Answer("/ocm/notifications", FakePeerAnswer.Status(400));
        var share = await test.ReceiveAsync(accept);
        if (!accept)
        {
            await test.DeclineAsync(share);
        }

        var givenUp = (await test.OutboxAsync()).Single();
        test.Peer.Reset("/ocm/notifications");
        var report = await test.ReconcileOnlyAsync();

        Assert.That(givenUp.Status, Is.EqualTo(OutboxItemStatus.Failed));
        Assert.That(report.Action, Is.EqualTo(ReconciliationAction.Told));
        Assert.That(test.NotificationsToPeer(), Is.EqualTo(new[] { type, type }));
        Assert.That(await test.OutboxAsync(), Is.Empty);
    }

    // One answer is enough: no retry below, so that a test does not wait.
    private static void Hasty(IOcmServerBuilder ocm)
    {
        ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
        ocm.Services.Configure<OcmHttpOptions>(http => http.MaxRetries = 0);
    }
}
