using Microsoft.Extensions.Logging;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Server.Delivery;

/// <summary>Compares a received share with what its sending server shows of it.</summary>
internal sealed partial class ReceivedShareComparison(
    ReceivedShareChanges changes,
    OutboxItems items,
    Retelling retelling,
    ShareProbe probe,
    IOcmClient client,
    TimeProvider time,
    ILogger<ReceivedShareComparison> logger)
{
    private const string NoAccess = "The sending server gives no access and no token for it.";

    internal async ValueTask<ReconciledShare> RunAsync(ReceivedShare share, ReconciliationRun run, CancellationToken cancellationToken)
    {
        if (run.Refusal is { } refusal)
        {
            return Report(share, ReconciliationFinding.Unknown, ReconciliationAction.None, refusal.Message);
        }

        if (share.Status == ReceivedShareStatus.Expired || share.ExpiresAt <= time.GetUtcNow())
        {
            return Report(share, ReconciliationFinding.Unknown, ReconciliationAction.None, "Its time is over, by either side's clock.");
        }

        var (finding, reason) = await AskAsync(share, run, cancellationToken).ConfigureAwait(false);
        return (share.IsActive(time.GetUtcNow()), finding) switch
        {
            (true, ReconciliationFinding.Ended) => await EndAsync(share, run, cancellationToken).ConfigureAwait(false),
            (true, _) when share.Status == ReceivedShareStatus.Accepted => await AcceptAgainAsync(share, finding, reason, run, cancellationToken).ConfigureAwait(false),
            (true, _) => Report(share, finding, ReconciliationAction.None, reason),
            (false, ReconciliationFinding.Ended) => Report(share, finding, ReconciliationAction.None, "Both sides have ended it."),
            (false, _) => await DeclineAgainAsync(share, finding, reason, run, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>
    /// Opens the resource, and where that fails, or needs the recipient, asks for a token. Only the refusal of the token, by a
    /// server whose keys are known, says that the share has ended there: a resource may be gone while its share lives, and
    /// whatever stands before it may refuse what it does not know. A share that need not be exchanged lives by its secret
    /// (TOK-10): of that one the server must have refused the secret as well.
    /// </summary>
    private async ValueTask<(ReconciliationFinding Finding, string Reason)> AskAsync(
        ReceivedShare share, ReconciliationRun run, CancellationToken cancellationToken)
    {
        if (run.Silence is { } silence)
        {
            return (ReconciliationFinding.Unknown, silence.Message);
        }

        var failure = await probe.ReachAsync(share, cancellationToken).ConfigureAwait(false);
        var isOfServer = IsOnServer(share, run);
        if (failure is not null && run.ExchangesTokens && (share.Protocol.WebDav?.SharedSecret ?? share.Protocol.WebApp?.SharedSecret) is { } secret)
        {
            var noToken = (await client.ExchangeTokenAsync(run.Server, secret, cancellationToken).ConfigureAwait(false)).Failure;
            var isRefused = noToken is { Kind: OcmFailureKind.NotFound, PeerStatus: 400 };
            if (isRefused && (share.Protocol.MustExchangeToken || (isOfServer && failure.PeerStatus is 401 or 403)))
            {
                return (ReconciliationFinding.Ended, NoAccess);
            }

            if (!isRefused)
            {
                (failure, isOfServer) = (noToken, true);
            }
        }

        // A resource that is slow, or that lies elsewhere, says nothing of the server's other shares.
        if (isOfServer && failure != ShareProbe.TooSlow)
        {
            run.Note(failure);
        }

        return failure is null
            ? (ReconciliationFinding.Holds, "The sending server gives access to it.")
            : (ReconciliationFinding.Unknown, failure.Message);
    }

    // Where no other server answers for it; a path is one of the sending server's.
    private static bool IsOnServer(ReceivedShare share, ReconciliationRun run) =>
        !Uri.TryCreate(share.Protocol.WebDav?.Uri, UriKind.Absolute, out var uri)
        || !OcmHost.TryFromUri(uri, out var host)
        || host == run.Server
        || (run.Found is { } found && host == OcmHost.FromUri(found.Origin));

    private async ValueTask<ReconciledShare> EndAsync(ReceivedShare share, ReconciliationRun run, CancellationToken cancellationToken)
    {
        if (!run.CompareOnly)
        {
            (var ended, var changed) = await changes.EndAsync(share.Id, cancellationToken).ConfigureAwait(false);
            share = ended ?? share;
            if (changed)
            {
                LogEnded(share.Id, run.Server);
            }
        }

        return Report(share, ReconciliationFinding.Ended, ReconciliationAction.Ended, NoAccess);
    }

    // A sender that lost the answer goes on waiting for it; one that has it takes it again without effect.
    private async ValueTask<ReconciledShare> AcceptAgainAsync(
        ReceivedShare share, ReconciliationFinding finding, string reason, ReconciliationRun run, CancellationToken cancellationToken)
    {
        var waiting = await retelling.FindAsync(share.ProviderId, OutboxItemKind.Notification, NotificationType.ShareAccepted, run, cancellationToken).ConfigureAwait(false);
        if (waiting is not null)
        {
            return await AgainAsync(share, finding, waiting, run, cancellationToken).ConfigureAwait(false);
        }

        if (finding != ReconciliationFinding.Holds || !run.IsDraft || share.UpdatedAt < run.Since)
        {
            return Report(share, finding, ReconciliationAction.None, reason);
        }

        if (!run.CompareOnly
            && await retelling.RepeatAsync(share.ProviderId, NotificationType.ShareAccepted, share.ResourceType, run, cancellationToken).ConfigureAwait(false) is { } failure)
        {
            return Report(share, finding, ReconciliationAction.None, $"{reason} The acceptance was not taken again: {failure.Message}");
        }

        return Report(share, finding, ReconciliationAction.Told, $"{reason} It is told of the acceptance again.");
    }

    // Ended here, whoever ended it: a sender that still gives access to it has not heard, or has lost, that it did.
    private async ValueTask<ReconciledShare> DeclineAgainAsync(
        ReceivedShare share, ReconciliationFinding finding, string reason, ReconciliationRun run, CancellationToken cancellationToken)
    {
        var waiting = await retelling.FindAsync(share.ProviderId, OutboxItemKind.Notification, NotificationType.ShareDeclined, run, cancellationToken).ConfigureAwait(false);
        if (waiting is not null)
        {
            return await AgainAsync(share, finding, waiting, run, cancellationToken).ConfigureAwait(false);
        }

        if (finding != ReconciliationFinding.Holds)
        {
            return Report(share, finding, ReconciliationAction.None, reason);
        }

        if (!run.CompareOnly)
        {
            await retelling.QueueAsync(items.ForNotification(share, NotificationType.ShareDeclined), run, cancellationToken).ConfigureAwait(false);
        }

        return Report(share, finding, ReconciliationAction.Told, "It has ended here, and the sending server still gave access to it: it is told of the end again.");
    }

    private async ValueTask<ReconciledShare> AgainAsync(
        ReceivedShare share, ReconciliationFinding finding, OutboxItem waiting, ReconciliationRun run, CancellationToken cancellationToken)
    {
        if (!run.CompareOnly)
        {
            await retelling.AgainAsync(waiting, run, cancellationToken).ConfigureAwait(false);
        }

        return Report(share, finding, ReconciliationAction.Told, "The sending server has not confirmed the recipient's answer; it is told again.");
    }

    private static ReconciledShare Report(ReceivedShare share, ReconciliationFinding finding, ReconciliationAction action, string reason) =>
        new() { Received = share, Finding = finding, Action = action, Reason = reason };

    [LoggerMessage(2203, LogLevel.Information, "Received share {Share} was ended: {Server} gives no access and no token for it any more")]
    private partial void LogEnded(string share, OcmHost server);
}
