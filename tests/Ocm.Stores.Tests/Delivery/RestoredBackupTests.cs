using Ocm.Errors;
using Ocm.Server.Delivery;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Stores.Tests.Delivery;

/// <summary>Two servers over HTTP, one of which goes back to a backup of its database; then they are reconciled.</summary>
public sealed class RestoredBackupTests
{
    private RestorableServer _sender = null!;
    private RestorableServer _receiver = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _sender = await RestorableServer.StartAsync();
        _receiver = await RestorableServer.StartAsync();

        // So that both have their keys and know each other before any backup is taken.
        await AcceptAsync(await ShareAsync());
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _sender.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Test]
    public async Task SenderLostTheShare_ReceiverEndsIt()
    {
        await _sender.BackUpAsync();
        var share = await ShareAsync();
        await AcceptAsync(share);
        await _sender.RestoreAsync();

        var reports = await _receiver.ReconcileAsync(_sender);

        Assert.That(await SentAsync(share), Is.Null);
        Assert.That(Of(reports, share), Is.EqualTo((ReconciliationFinding.Ended, ReconciliationAction.Ended)));
        Assert.That(await ReceivedStatusAsync(share), Is.EqualTo(ReceivedShareStatus.Unshared));
        Assert.That(reports.Where(report => report.Received!.ProviderId != share.ProviderId).Select(report => report.Finding), Is.All.EqualTo(ReconciliationFinding.Holds), "what both know goes on");
    }

    [Test]
    public async Task SenderLostTheAcceptance_HearsItAgain()
    {
        var share = await ShareAsync();
        await _sender.BackUpAsync();
        await AcceptAsync(share);
        await _sender.RestoreAsync();
        var lost = (await SentAsync(share))!.Status;

        var reports = await _receiver.ReconcileAsync(_sender);

        Assert.That(lost, Is.EqualTo(SentShareStatus.Sent));
        Assert.That(Of(reports, share), Is.EqualTo((ReconciliationFinding.Holds, ReconciliationAction.Told)));
        Assert.That((await SentAsync(share))!.Status, Is.EqualTo(SentShareStatus.Accepted));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task SenderLostTheEnd_HearsOfItAgain(bool unshared)
    {
        var share = await ShareAsync();
        await AcceptAsync(share);
        await _sender.BackUpAsync();
        if (unshared)
        {
            await UnshareAsync(share);
        }
        else
        {
            await DeclineAsync(share);
        }

        await _sender.RestoreAsync();
        var lost = (await SentAsync(share))!.Status;
        var reports = await _receiver.ReconcileAsync(_sender);

        Assert.That(lost, Is.EqualTo(SentShareStatus.Accepted));
        Assert.That(Of(reports, share), Is.EqualTo((ReconciliationFinding.Holds, ReconciliationAction.Told)));
        Assert.That((await SentAsync(share))!.Status, Is.EqualTo(SentShareStatus.Declined));
        Assert.That(await ReceivedStatusAsync(share), Is.EqualTo(unshared ? ReceivedShareStatus.Unshared : ReceivedShareStatus.Declined), "an ended share stays so");
    }

    [Test]
    public async Task ReceiverLostTheEnd_HearsOfItAgain()
    {
        var share = await ShareAsync();
        await AcceptAsync(share);
        await _receiver.BackUpAsync();
        await UnshareAsync(share);
        await _receiver.RestoreAsync();
        var lost = await ReceivedStatusAsync(share);

        var reports = await _sender.ReconcileAsync(_receiver);

        Assert.That(lost, Is.EqualTo(ReceivedShareStatus.Accepted));
        Assert.That(Of(reports, share), Is.EqualTo((ReconciliationFinding.Ended, ReconciliationAction.Told)));
        Assert.That(await ReceivedStatusAsync(share), Is.EqualTo(ReceivedShareStatus.Unshared));
    }

    [Test]
    public async Task ReceiverLostTheEnd_ItsOwnReconciliationFindsOut()
    {
        var share = await ShareAsync();
        await AcceptAsync(share);
        await _receiver.BackUpAsync();
        await UnshareAsync(share);
        await _receiver.RestoreAsync();

        var reports = await _receiver.ReconcileAsync(_sender);

        Assert.That(Of(reports, share), Is.EqualTo((ReconciliationFinding.Ended, ReconciliationAction.Ended)));
        Assert.That(await ReceivedStatusAsync(share), Is.EqualTo(ReceivedShareStatus.Unshared));
    }

    // OCM lets nobody ask whether a share that was taken is still there.
    [Test]
    public async Task ReceiverLostTheShare_IsNotSeenAndNothingIsEnded()
    {
        await _receiver.BackUpAsync();
        var share = await ShareAsync();
        await AcceptAsync(share);
        await _receiver.RestoreAsync();

        var reports = await _sender.ReconcileAsync(_receiver);

        Assert.That(Of(reports, share), Is.EqualTo((ReconciliationFinding.Unknown, ReconciliationAction.None)));
        Assert.That((await SentAsync(share))!.Status, Is.EqualTo(SentShareStatus.Accepted));
    }

    [Test]
    public async Task Reconcile_NothingIsLost_ChangesNothing()
    {
        var accepted = await ShareAsync();
        await AcceptAsync(accepted);
        var ended = await ShareAsync();
        await UnshareAsync(ended);
        var open = await ShareAsync();

        await _sender.ReconcileAsync(_receiver);
        await _receiver.ReconcileAsync(_sender);

        Assert.That((await SentAsync(accepted))!.Status, Is.EqualTo(SentShareStatus.Accepted));
        Assert.That((await SentAsync(ended))!.Status, Is.EqualTo(SentShareStatus.Unshared));
        Assert.That((await SentAsync(open))!.Status, Is.EqualTo(SentShareStatus.Sent));
        Assert.That(await ReceivedStatusAsync(accepted), Is.EqualTo(ReceivedShareStatus.Accepted));
        Assert.That(await ReceivedStatusAsync(ended), Is.EqualTo(ReceivedShareStatus.Unshared));
        Assert.That(await ReceivedStatusAsync(open), Is.EqualTo(ReceivedShareStatus.Pending));
    }

    private async Task<SentShare> ShareAsync()
    {
        var result = await _sender.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "albert",
            ShareWith = _receiver.Server.Address("marie"),
            ResourceType = ResourceType.Folder,
            ResourceId = "/papers",
            Name = "papers",
        }));
        Assert.That(result.Value?.Status, Is.EqualTo(SentShareStatus.Sent), result.Failure?.ToString());
        return result.Value!;
    }

    private async Task AcceptAsync(SentShare share)
    {
        var received = await ReceivedAsync(share);
        await _receiver.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.AcceptAsync(received.Id, "marie"));
        Assert.That((await SentAsync(share))!.Status, Is.EqualTo(SentShareStatus.Accepted));
    }

    private async Task DeclineAsync(SentShare share)
    {
        var received = await ReceivedAsync(share);
        await _receiver.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.DeclineAsync(received.Id, "marie"));
        Assert.That((await SentAsync(share))!.Status, Is.EqualTo(SentShareStatus.Declined));
    }

    private async Task UnshareAsync(SentShare share)
    {
        await _sender.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));
        Assert.That(await ReceivedStatusAsync(share), Is.EqualTo(ReceivedShareStatus.Unshared));
    }

    private async Task<SentShare?> SentAsync(SentShare share) =>
        await _sender.Server.WithAsync<ISentShares, SentShare?>(shares => shares.FindAsync(share.ProviderId));

    private async Task<ReceivedShare> ReceivedAsync(SentShare share) =>
        (await _receiver.Server.WithAsync<IShareStore, ReceivedShare?>(store => store.FindReceivedAsync(_sender.Host, share.ProviderId)))!;

    private async Task<ReceivedShareStatus> ReceivedStatusAsync(SentShare share) => (await ReceivedAsync(share)).Status;

    private static (ReconciliationFinding Finding, ReconciliationAction Action) Of(IReadOnlyList<ReconciledShare> reports, SentShare share)
    {
        var report = reports.Single(report => (report.Sent?.ProviderId ?? report.Received!.ProviderId) == share.ProviderId);
        return (report.Finding, report.Action);
    }
}
