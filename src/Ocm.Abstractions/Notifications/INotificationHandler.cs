using Ocm.Errors;

namespace Ocm.Notifications;

/// <summary>
/// Handles one type of notification that the SDK does not handle itself; a type without a handler is refused (400, NOTIF-02).
/// Called only for a notification whose sender has been proven to be the other side of the share (NOTIF-05), or, for
/// <see cref="Notifications.NotificationType.UserRemoved"/>, the server of the user who is gone. Register it with
/// <c>AddNotificationHandler</c>.
/// </summary>
public interface INotificationHandler
{
    /// <summary>The type that is handled.</summary>
    NotificationType NotificationType { get; }

    /// <summary>Handles a notification; the same one may come again.</summary>
    /// <param name="notification">The notification; its parameters were chosen by the other server.</param>
    /// <param name="context">Who sent it, and what it is about.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Success for 201, or the failure to answer.</returns>
    ValueTask<OcmResult<OcmUnit>> HandleAsync(
        OcmNotification notification, NotificationContext context, CancellationToken cancellationToken = default);
}
