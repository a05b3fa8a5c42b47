using Ocm.Addresses;
using Ocm.Client.Dialects;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Client.Peers;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Serialization;

namespace Ocm.Client.Notifications;

/// <summary><c>POST {endPoint}/notifications</c> (draft: Share Acceptance Notification).</summary>
internal sealed class NotificationCalls(PeerApi api, LegacyAnswers answers)
{
    internal async Task<OcmResult<NotificationAnswer>> SendAsync(OcmHost server, OcmNotification notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(notification);
        DiscoveredServer? answering = null;
        var body = OcmJson.Write(notification);
        var result = await api.PostForAnyAsync(
            server,
            "notifications",
            peer =>
            {
                answering = peer;
                return body;
            },
            Direction(notification.NotificationType),
            cancellationToken).ConfigureAwait(false);
        if (!result.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        // What a server of the draft writes into the answer is not defined, and not read.
        var isOlder = answers.AreTakenFrom(answering);
        return !response.IsSuccess ? PeerErrors.ToFailure(response)
            : response.StatusCode is not (200 or 201) && !(response.StatusCode == 204 && isOlder) ? PeerApi.UnexpectedStatus(response)
            : isOlder && notification.NotificationType == NotificationType.RequestReshare ? NotificationAnswers.Read(response.Body.Span)
            : NotificationAnswer.Taken;
    }

    // Only what is known to come from a recipient is taken for it: the other direction is the stricter one (SIG-24).
    private static UnsignedCalls Direction(NotificationType type) =>
        type == NotificationType.ShareAccepted || type == NotificationType.ShareDeclined || type == NotificationType.RequestReshare
            ? UnsignedCalls.RecipientNotifications
            : UnsignedCalls.SenderNotifications;
}
