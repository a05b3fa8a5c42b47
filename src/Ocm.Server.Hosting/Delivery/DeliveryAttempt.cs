using Microsoft.AspNetCore.Http;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Dialects;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Server.Pipeline;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Server.Delivery;

/// <summary>
/// One attempt at one leased item: send it, then remove it, reschedule it or give it up, as <see cref="RetryRules"/> say.
/// </summary>
internal sealed class DeliveryAttempt(
    IShareStore store,
    SentShareChanges sentShares,
    SharePreflight preflight,
    IOcmClient client,
    IPeerProfiles profiles,
    SshAccess ssh,
    LegacyParameters parameters,
    AnsweredReshares reshares,
    OcmServerMetrics metrics,
    RetryRules rules,
    DestinationWatch watch,
    DeliverySignal signal,
    TimeProvider time)
{
    /// <summary>Makes the attempt.</summary>
    /// <param name="item">An item that is leased to the caller.</param>
    /// <param name="cancellationToken">Ends the attempt; the item is then free when its lease ends.</param>
    /// <returns>Null where it was delivered; else why not.</returns>
    internal async ValueTask<OcmFailure?> RunAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        var failure = item.Kind == OutboxItemKind.ShareCreation
            ? await CreateShareAsync(item, cancellationToken).ConfigureAwait(false)
            : await NotifyAsync(item, cancellationToken).ConfigureAwait(false);
        metrics.Delivered(item.Kind.ToString(), failure?.Kind.ToString() ?? "delivered");
        if (failure is null)
        {
            await store.TryRemoveAsync(item.Id, item.LeaseOwner, cancellationToken).ConfigureAwait(false);
            await ForgetSecretAsync(item, cancellationToken).ConfigureAwait(false);
        }
        else if (rules.IsWorthAnother(failure, item.Attempts, item.ExpiresAt))
        {
            await RescheduleAsync(item, failure, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await GiveUpAsync(item, failure, cancellationToken).ConfigureAwait(false);
        }

        return failure;
    }

    private async ValueTask<OcmFailure?> CreateShareAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        var share = await store.FindSentAsync(item.ProviderId, cancellationToken).ConfigureAwait(false);
        if (share is not { Status: SentShareStatus.PendingDelivery, Secret: { } secret } || !share.IsActive(time.GetUtcNow()))
        {
            return null;
        }

        if (!(await client.DiscoverAsync(item.Destination, cancellationToken).ConfigureAwait(false)).TryGetValue(out var receiver, out var failure)
            || !preflight.Decide(share, secret, receiver).TryGetValue(out var offer, out failure))
        {
            Report(item.Destination, failure);
            return failure;
        }

        var sent = await client.SendShareAsync(item.Destination, offer.ToNotification(), cancellationToken).ConfigureAwait(false);
        Report(item.Destination, sent.Failure);
        if (!sent.TryGetValue(out var response, out failure))
        {
            if (failure.PeerStatus != StatusCodes.Status409Conflict || item.Attempts == 0)
            {
                return failure;
            }

            // Nobody else has this providerId: an earlier attempt got through, and its answer was lost.
            response = new ShareCreationResponse { RecipientDisplayName = string.Empty };
        }

        IReadOnlyList<ProtocolName> offered = [.. offer.Bindings.Select(binding => binding.Name)];
        var recipientKeys = ssh.Accept(share, offered, response.RecipientPublicKeys);
        await sentShares.ChangeAsync(
            item.ProviderId,
            current => current.RecipientDisplayName is null
                ? (current with
                {
                    // The recipient may have accepted, or the sender unshared, before the answer came back.
                    Status = current.Status == SentShareStatus.PendingDelivery ? SentShareStatus.Sent : current.Status,
                    RecipientDisplayName = response.RecipientDisplayName,
                    RecipientPublicKeys = recipientKeys,
                    Protocols = offered,
                    Requirements = offer.Requirements,
                    AllowsSecretAccess = offer.AllowsSecretAccess,

                    // Old servers know a share by its secret, also in later notifications.
                    Secret = offer.AllowsSecretAccess && profiles.Find(receiver).MergesNotifications ? current.Secret : null,
                }, null)
                : null,
            cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async ValueTask<OcmFailure?> NotifyAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        if (!(await client.DiscoverAsync(item.Destination, cancellationToken).ConfigureAwait(false)).TryGetValue(out var counterpart, out var failure))
        {
            Report(item.Destination, failure);
            return failure;
        }

        if (item.NotificationType == NotificationType.ShareChangePermission && !profiles.Find(counterpart).HearsPermissionChanges)
        {
            // The draft has no such message: there is nothing to tell.
            return null;
        }

        var reshare = await reshares.FindAsync(item, counterpart, cancellationToken).ConfigureAwait(false);
        if (reshare is null && reshares.AreNeeded(item, counterpart))
        {
            // Nothing came of the wish that could be taken back.
            return null;
        }

        var notification = new OcmNotification
        {
            NotificationType = item.NotificationType ?? default,
            ResourceType = item.ResourceType,
            ProviderId = reshare?.ProviderId ?? item.ProviderId,
            Notification = reshare?.Parameters ?? await parameters.AddAsync(item, counterpart, cancellationToken).ConfigureAwait(false),
        };
        var result = await client.SendNotificationAsync(item.Destination, notification, cancellationToken).ConfigureAwait(false);
        Report(item.Destination, result.Failure);
        if (result.TryGetValue(out var answer, out _))
        {
            await reshares.KeepAsync(item, answer, cancellationToken).ConfigureAwait(false);
            if (reshare is not null)
            {
                await reshares.ForgetAsync(item, cancellationToken).ConfigureAwait(false);
            }
        }

        // The other side knows no such share: what the end of a share wants is so already. A share that ended before it was
        // delivered comes to this.
        return result.Failure is { Kind: OcmFailureKind.NotFound }
            && (item.NotificationType == NotificationType.ShareUnshared || item.NotificationType == NotificationType.ShareDeclined)
            ? null
            : result.Failure;
    }

    private void Report(OcmHost destination, OcmFailure? failure)
    {
        if (watch.Report(destination, failure))
        {
            // The delivery service moves what waits: nobody who waits for this attempt waits for that, too.
            signal.Set();
        }
    }

    internal async ValueTask RescheduleAsync(OutboxItem item, OcmFailure failure, CancellationToken cancellationToken)
    {
        // Not before its server is asked again at all.
        var next = rules.NextAttempt(failure, item.Attempts);
        var paused = watch.PausedUntil(item.Destination);
        await store.TryReleaseAsync(
            item with
            {
                Attempts = item.Attempts + (RetryRules.IsHeldBack(failure) ? 0 : 1),
                LastError = failure.ToString(),
                NextAttemptAt = paused > next ? paused.Value : next,
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives up an item that is too old, without another attempt.</summary>
    /// <param name="item">An item that is leased to the caller.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal ValueTask ExpireAsync(OutboxItem item, CancellationToken cancellationToken) =>
        GiveUpAsync(item, new OcmFailure(OcmFailureKind.Timeout, "The other server did not answer until it was too late."), cancellationToken);

    // Once the other server knows that the share has ended, nothing needs the secret any more.
    private async ValueTask ForgetSecretAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        if (item.NotificationType == NotificationType.ShareUnshared)
        {
            await sentShares.ChangeAsync(
                item.ProviderId,
                current => current is { Status: SentShareStatus.Unshared, Secret: not null } ? (current with { Secret = null }, null) : null,
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask GiveUpAsync(OutboxItem item, OcmFailure failure, CancellationToken cancellationToken)
    {
        if (item.Kind == OutboxItemKind.ShareCreation)
        {
            // The reason stays with the share; the item has nothing left to say.
            await sentShares.ChangeAsync(
                item.ProviderId,
                current => current.Status == SentShareStatus.PendingDelivery
                    ? (current with { Status = SentShareStatus.Refused, StatusReason = failure.ToString(), Secret = null }, null)
                    : null,
                cancellationToken).ConfigureAwait(false);
            await store.TryRemoveAsync(item.Id, item.LeaseOwner, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (IsOfUnknownUser(item, failure) || await IsOfUnconfirmedShareAsync(item, cancellationToken).ConfigureAwait(false))
        {
            await store.TryRemoveAsync(item.Id, item.LeaseOwner, cancellationToken).ConfigureAwait(false);
            return;
        }

        await store.TryReleaseAsync(
            item with { Status = OutboxItemStatus.Failed, Attempts = item.Attempts + 1, LastError = failure.ToString() },
            cancellationToken).ConfigureAwait(false);
    }

    // A server that knows no such user, or does nothing with the news, says so in one way or another: nothing is left to tell it.
    private static bool IsOfUnknownUser(OutboxItem item, OcmFailure failure) =>
        item.NotificationType == NotificationType.UserRemoved && failure.PeerStatus is not null && !failure.IsTransient;

    // A server that never took the share cannot tell whose notification this is, and refuses it as it must (SIG-17).
    private async ValueTask<bool> IsOfUnconfirmedShareAsync(OutboxItem item, CancellationToken cancellationToken) =>
        item.NotificationType == NotificationType.ShareUnshared
        && await store.FindSentAsync(item.ProviderId, cancellationToken).ConfigureAwait(false) is { RecipientDisplayName: null } share
        && share.ShareWith.Host == item.Destination;
}
