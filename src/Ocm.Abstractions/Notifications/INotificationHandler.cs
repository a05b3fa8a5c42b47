using Ocm.Addresses;
using Ocm.Errors;

namespace Ocm.Notifications;

/// <summary>
/// Handles one type of notification that the SDK does not handle itself. Called only for a notification whose sender has been
/// proven to be the other side of the share.
/// </summary>
public interface INotificationHandler
{
    /// <summary>The type that is handled.</summary>
    NotificationType NotificationType { get; }

    /// <summary>Handles a notification; the same one may come again.</summary>
    /// <param name="notification">The notification.</param>
    /// <param name="server">The other side of the share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Success for 201, or the failure to answer.</returns>
    ValueTask<OcmResult<OcmUnit>> HandleAsync(OcmNotification notification, OcmHost server, CancellationToken cancellationToken = default);
}
