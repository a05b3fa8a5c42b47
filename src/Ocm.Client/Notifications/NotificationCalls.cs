using Ocm.Addresses;
using Ocm.Client.Peers;
using Ocm.Errors;
using Ocm.Notifications;

namespace Ocm.Client.Notifications;

/// <summary><c>POST {endPoint}/notifications</c> (draft: Share Acceptance Notification).</summary>
internal sealed class NotificationCalls(PeerApi api)
{
    internal async Task<OcmResult<OcmUnit>> SendAsync(OcmHost server, OcmNotification notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(notification);
        var result = await api
            .PostAsync(server, "notifications", notification, Direction(notification.NotificationType), cancellationToken)
            .ConfigureAwait(false);
        if (!result.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        // What a server writes into the answer is not defined, and not read.
        return response.StatusCode is 200 or 201 ? OcmUnit.Value : PeerApi.UnexpectedStatus(response);
    }

    // Only what is known to come from a recipient is taken for it: the other direction is the stricter one (SIG-24).
    private static UnsignedCalls Direction(NotificationType type) =>
        type == NotificationType.ShareAccepted || type == NotificationType.ShareDeclined || type == NotificationType.RequestReshare
            ? UnsignedCalls.RecipientNotifications
            : UnsignedCalls.SenderNotifications;
}
