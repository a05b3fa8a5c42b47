using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Server.Peers;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Notifications;

/// <summary>
/// Applies what the other side of a share says of it. A repeated notification changes nothing and succeeds, so that redelivery
/// is harmless.
/// </summary>
internal sealed class NotificationReception(
    IShareStore store,
    SentShareChanges sentShares,
    ReceivedShareChanges receivedShares,
    ReshareWishes wishes,
    ShareEvents events,
    IEnumerable<INotificationHandler> handlers,
    OlderServers olderServers)
{
    internal async ValueTask<OcmResult<OcmUnit>> ReceiveAsync(
        OcmNotification notification, OcmHost server, bool isSigned, CancellationToken cancellationToken)
    {
        var sent = await store.FindSentAsync(notification.ProviderId, cancellationToken).ConfigureAwait(false);
        if (sent?.ShareWith.Host != server)
        {
            sent = null;
        }

        var received = await store.FindReceivedAsync(server, notification.ProviderId, cancellationToken).ConfigureAwait(false);
        if (sent is null && received is null)
        {
            return new OcmFailure(OcmFailureKind.NotFound, "There is no such share between the two servers.");
        }

        if (!isSigned && !CarriesSecret(notification, sent, received))
        {
            return new OcmFailure(OcmFailureKind.Unauthenticated, "This call must be signed.");
        }

        return await ApplyAsync(notification, server, sent, received, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<OcmResult<OcmUnit>> ApplyAsync(
        OcmNotification notification, OcmHost server, SentShare? sent, ReceivedShare? received, CancellationToken cancellationToken)
    {
        var type = notification.NotificationType;
        if (type == NotificationType.ShareAccepted)
        {
            return await AnswerAsync(sent, SentShareStatus.Accepted, cancellationToken).ConfigureAwait(false);
        }

        if (type == NotificationType.ShareDeclined)
        {
            return await AnswerAsync(sent, SentShareStatus.Declined, cancellationToken).ConfigureAwait(false);
        }

        if (type == NotificationType.ShareUnshared)
        {
            // NOTIF-06: from the recipient's side it is the same as a decline.
            return received is not null
                ? await EndAsync(received, cancellationToken).ConfigureAwait(false)
                : await AnswerAsync(sent, SentShareStatus.Declined, cancellationToken).ConfigureAwait(false);
        }

        if (type == NotificationType.TransferCompleted)
        {
            return await CompleteAsync(sent, cancellationToken).ConfigureAwait(false);
        }

        if (type == NotificationType.ShareChangePermission && received is not null
            && await olderServers.IncludesAsync(server, cancellationToken).ConfigureAwait(false))
        {
            return await ChangePermissionsAsync(notification, received, cancellationToken).ConfigureAwait(false);
        }

        if (ReshareWishes.Covers(type) && wishes.IsHandled)
        {
            return await wishes.ReceiveAsync(notification, sent, cancellationToken).ConfigureAwait(false);
        }

        var context = new NotificationContext(server) { SentShare = sent, ReceivedShare = received };
        return await HandleAsync(notification, context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What no part of the SDK handles is the vendor's; what nobody handles is refused (NOTIF-02).</summary>
    internal async ValueTask<OcmResult<OcmUnit>> HandleAsync(
        OcmNotification notification, NotificationContext context, CancellationToken cancellationToken)
    {
        foreach (var handler in handlers)
        {
            if (handler.NotificationType == notification.NotificationType)
            {
                return await handler.HandleAsync(notification, context, cancellationToken).ConfigureAwait(false);
            }
        }

        return OcmFailure.Invalid("notificationType", "is not handled by this server");
    }

    // SHARE-32: the vendor hears of it; a copy that was kept for the transfer can go.
    private async ValueTask<OcmResult<OcmUnit>> CompleteAsync(SentShare? share, CancellationToken cancellationToken)
    {
        if (share is null || !share.AccessTypes.Contains(AccessType.DataTransfer))
        {
            return OcmFailure.Invalid("notificationType", "can only come from the recipient's server, for a share with datatx");
        }

        await events.TransferCompletedAsync(share, cancellationToken).ConfigureAwait(false);
        return OcmUnit.Value;
    }

    private async ValueTask<OcmResult<OcmUnit>> AnswerAsync(SentShare? share, SentShareStatus status, CancellationToken cancellationToken)
    {
        if (share is null)
        {
            return OcmFailure.Invalid("notificationType", "can only come from the recipient's server");
        }

        await sentShares.ChangeAsync(
            share.ProviderId,
            current => Follows(current.Status, status) ? (current with { Status = status }, null) : null,
            cancellationToken).ConfigureAwait(false);
        return OcmUnit.Value;
    }

    private async ValueTask<OcmResult<OcmUnit>> EndAsync(ReceivedShare share, CancellationToken cancellationToken)
    {
        await receivedShares.EndAsync(share.Id, cancellationToken).ConfigureAwait(false);
        return OcmUnit.Value;
    }

    // What the sender says of its own share. It enforces that itself; here it is only shown.
    private async ValueTask<OcmResult<OcmUnit>> ChangePermissionsAsync(
        OcmNotification notification, ReceivedShare share, CancellationToken cancellationToken)
    {
        var permissions = NotificationPermissions.Read(notification.Notification);
        if (permissions.Count == 0)
        {
            return OcmFailure.Invalid("notification.permissions", "must name at least one permission");
        }

        await receivedShares.ChangeAsync(
            share.Id,
            current => current.Protocol.WebDav is { } webdav && current.Status is ReceivedShareStatus.Pending or ReceivedShareStatus.Accepted
                && webdav.Permissions?.SequenceEqual(permissions) != true
                ? (current with { Protocol = current.Protocol with { WebDav = webdav with { Permissions = permissions } } }, null)
                : null,
            cancellationToken).ConfigureAwait(false);
        return OcmUnit.Value;
    }

    // An answer never brings an ended share back, and a late acceptance does not undo a decline.
    private static bool Follows(SentShareStatus from, SentShareStatus to) => to == SentShareStatus.Accepted
        ? from is SentShareStatus.PendingDelivery or SentShareStatus.Sent
        : from is SentShareStatus.PendingDelivery or SentShareStatus.Sent or SentShareStatus.Accepted;

    // NOTIF-05: unsigned only with the share's secret, and never for a share that uses token exchange.
    private static bool CarriesSecret(OcmNotification notification, SentShare? sent, ReceivedShare? received)
    {
        if (notification.Notification is not { ValueKind: System.Text.Json.JsonValueKind.Object } parameters
            || Pipeline.NamedServer.Text(parameters, "sharedSecret") is not { Length: > 0 } text)
        {
            return false;
        }

        var secret = new SecretString(text);
        return sent is { AllowsSecretAccess: true } && sent.SecretHash == secret.Hash()
            || received is { Protocol.MustExchangeToken: false } && received.Protocol.WebDavSecret?.Equals(secret) == true;
    }
}
