using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Shares;

namespace Ocm.Notifications;

/// <summary>Who sent a notification, and what it is about: proven by the SDK before any handler is asked.</summary>
/// <param name="Server">The server that sent it: the other side of the share, or of the contacts.</param>
public sealed record NotificationContext(OcmHost Server)
{
    /// <summary>The share that this server sent to <see cref="Server"/>; null where the notification is not about one.</summary>
    public SentShare? SentShare { get; init; }

    /// <summary>The share that this server received from <see cref="Server"/>; null where the notification is not about one.</summary>
    public ReceivedShare? ReceivedShare { get; init; }

    /// <summary>
    /// For <see cref="NotificationType.UserRemoved"/>: the user who is gone, whom <see cref="OcmNotification.ProviderId"/> names at
    /// <see cref="Server"/>, as a contact in each address book that holds them; at most 1000.
    /// </summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];
}
