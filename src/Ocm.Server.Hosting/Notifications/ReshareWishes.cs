using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Server.Pipeline;
using Ocm.Shares;

namespace Ocm.Server.Notifications;

/// <summary>
/// Carries what a recipient asks of a share's owner to the vendor, and does nothing else: nothing is reshared by itself (NOTIF-09).
/// The payload is not defined, so what cannot be read is left out. Only for whom the wish is must be an address: without it, it would
/// be another wish.
/// </summary>
internal sealed class ReshareWishes(IEnumerable<IReshareWishHandler> handlers, TimeProvider time)
{
    private const int MaxMessage = 1000;

    private readonly IReshareWishHandler? _handler = handlers.LastOrDefault();

    internal static bool Covers(NotificationType type) =>
        type == NotificationType.RequestReshare || type == NotificationType.ReshareUndo || type == NotificationType.ReshareChangePermission;

    internal bool IsHandled => _handler is not null;

    internal async ValueTask<OcmResult<OcmUnit>> ReceiveAsync(OcmNotification notification, SentShare? share, CancellationToken cancellationToken)
    {
        if (share is null)
        {
            return OcmFailure.Invalid("notificationType", "can only come from the recipient's server");
        }

        if (!share.IsActive(time.GetUtcNow()))
        {
            return new OcmFailure(OcmFailureKind.NotFound, "There is no such share between the two servers.");
        }

        var parameters = notification.Notification;
        OcmAddress? shareWith = null;
        if (parameters is { } given && given.TryGetProperty("shareWith", out var address) && !OcmAddress.TryParse(NamedServer.Text(address), out shareWith))
        {
            return OcmFailure.Invalid("notification.shareWith", "must be an OCM address");
        }

        return await _handler!.HandleAsync(
            new ReshareWish
            {
                Type = notification.NotificationType,
                Share = share,
                ShareWith = shareWith,
                Permissions = NotificationPermissions.Read(parameters),
                Message = parameters is { } json && NamedServer.Text(json, "message") is { } message && IsMessage(message) ? message : null,
                Parameters = parameters,
            },
            cancellationToken).ConfigureAwait(false);
    }

    // As a share's description: no control characters but line breaks and tabs.
    private static bool IsMessage(string text) =>
        text.Length is > 0 and <= MaxMessage && !text.Any(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r'));
}
