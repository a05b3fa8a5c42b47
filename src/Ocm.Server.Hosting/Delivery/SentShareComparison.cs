using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Shares;

namespace Ocm.Server.Delivery;

/// <summary>Compares a sent share with what its receiving server shows of it.</summary>
internal sealed class SentShareComparison(IShareStore store, OutboxItems items, Retelling retelling, TimeProvider time)
{
    internal ValueTask<ReconciledShare> RunAsync(SentShare share, ReconciliationRun run, CancellationToken cancellationToken)
    {
        if (run.Refusal is { } refusal)
        {
            return ValueTask.FromResult(Report(share, ReconciliationFinding.Unknown, ReconciliationAction.None, refusal.Message));
        }

        if (share.Status == SentShareStatus.Expired || share.ExpiresAt <= time.GetUtcNow())
        {
            return ValueTask.FromResult(Report(share, ReconciliationFinding.Unknown, ReconciliationAction.None, "Its time is over, by either side's clock."));
        }

        return share.Status switch
        {
            SentShareStatus.PendingDelivery => ConfirmAsync(share, run, cancellationToken),
            SentShareStatus.Sent or SentShareStatus.Accepted => ValueTask.FromResult(Report(
                share,
                ReconciliationFinding.Unknown,
                ReconciliationAction.None,
                "The receiving server took it. OCM has no question for that server; its own reconciliation finds out.")),
            _ => EndAsync(share, run, cancellationToken),
        };
    }

    // The same providerId and payload again: whoever took it before says so once more (SHARE-27).
    private async ValueTask<ReconciledShare> ConfirmAsync(SentShare share, ReconciliationRun run, CancellationToken cancellationToken)
    {
        if (!run.CompareOnly)
        {
            if (await retelling.FindAsync(share.ProviderId, OutboxItemKind.ShareCreation, type: null, run, cancellationToken).ConfigureAwait(false) is { } waiting)
            {
                await retelling.AgainAsync(waiting, run, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await retelling.QueueAsync(items.ForCreation(share), run, cancellationToken).ConfigureAwait(false);
            }

            share = await store.FindSentAsync(share.ProviderId, cancellationToken).ConfigureAwait(false) ?? share;
        }

        return share.Status switch
        {
            SentShareStatus.Sent or SentShareStatus.Accepted => Report(share, ReconciliationFinding.Holds, ReconciliationAction.Told, "It was not confirmed, and is now."),
            SentShareStatus.PendingDelivery => Report(share, ReconciliationFinding.Unconfirmed, ReconciliationAction.Told, "The receiving server has not confirmed it; it is sent again."),
            _ => Report(share, ReconciliationFinding.Ended, ReconciliationAction.Told, "It was sent again, and the receiving server refused it."),
        };
    }

    // Whether the receiving server still shows an ended share cannot be asked; to hear of the end twice changes nothing there.
    private async ValueTask<ReconciledShare> EndAsync(SentShare share, ReconciliationRun run, CancellationToken cancellationToken)
    {
        var unshared = NotificationType.ShareUnshared;
        var waiting = await retelling.FindAsync(share.ProviderId, OutboxItemKind.Notification, unshared, run, cancellationToken).ConfigureAwait(false);
        if (waiting is null && !run.IsDraft)
        {
            return Report(share, ReconciliationFinding.Unknown, ReconciliationAction.None, run.Silence?.Message ?? "An older server is told of an end once: without the share's secret it does not know which share ended.");
        }

        if (run.CompareOnly)
        {
            return Report(share, ReconciliationFinding.Unknown, ReconciliationAction.Told, "It has ended; the receiving server would be told again.");
        }

        if (waiting is not null)
        {
            await retelling.AgainAsync(waiting, run, cancellationToken).ConfigureAwait(false);
            return await retelling.FindAsync(share.ProviderId, OutboxItemKind.Notification, unshared, run, cancellationToken).ConfigureAwait(false) is null
                ? Report(share, ReconciliationFinding.Ended, ReconciliationAction.Told, "The receiving server had not heard of the end, and has now.")
                : Report(share, ReconciliationFinding.Unknown, ReconciliationAction.Told, "The receiving server has not heard of the end; it is told until it has.");
        }

        var failure = await retelling.RepeatAsync(share.ProviderId, unshared, share.ResourceType, run, cancellationToken).ConfigureAwait(false);
        return failure switch
        {
            null => Report(share, ReconciliationFinding.Ended, ReconciliationAction.Told, "The receiving server heard of the end again."),
            { Kind: OcmFailureKind.NotFound } => Report(share, ReconciliationFinding.Ended, ReconciliationAction.Told, "The receiving server knows no such share."),
            _ => Report(share, ReconciliationFinding.Unknown, ReconciliationAction.None, failure.Message),
        };
    }

    private static ReconciledShare Report(SentShare share, ReconciliationFinding finding, ReconciliationAction action, string reason) =>
        new() { Sent = share, Finding = finding, Action = action, Reason = reason };
}
