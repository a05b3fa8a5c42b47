using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Delivery;
using Ocm.Notifications;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Delivery;

/// <summary>Writes outbox items.</summary>
internal sealed class OutboxItems(TimeProvider time, IOptions<OcmDeliveryOptions> options)
{
    /// <summary>How long the delivery services leave a gesture to its own first attempt.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    internal OutboxItem ForCreation(SentShare share) => New(OutboxItemKind.ShareCreation, share.ShareWith.Host, SentKey(share.ProviderId), share.ProviderId);

    internal OutboxItem ForNotification(SentShare share, NotificationType type) =>
        New(OutboxItemKind.Notification, share.ShareWith.Host, SentKey(share.ProviderId), share.ProviderId) with
        {
            NotificationType = type,
            ResourceType = share.ResourceType,
        };

    internal OutboxItem ForNotification(ReceivedShare share, NotificationType type) =>
        New(OutboxItemKind.Notification, share.SendingServer, $"r:{share.Id}", share.ProviderId) with
        {
            NotificationType = type,
            ResourceType = share.ResourceType,
        };

    /// <summary>Tells a server that a user of ours is gone; nobody waits for it, and nothing must come before.</summary>
    internal OutboxItem ForRemovedUser(string identifier, OcmHost server)
    {
        var item = New(OutboxItemKind.Notification, server, string.Empty, identifier);
        return item with
        {
            OrderKey = $"u:{item.Id}",
            NotificationType = NotificationType.UserRemoved,
            ResourceType = ResourceType.User,
            NextAttemptAt = item.CreatedAt,
        };
    }

    private static string SentKey(string providerId) => $"s:{providerId}";

    private OutboxItem New(OutboxItemKind kind, OcmHost destination, string orderKey, string providerId)
    {
        var now = time.GetUtcNow();
        return new OutboxItem
        {
            Id = SecretString.Generate(22).Reveal(),
            Kind = kind,
            Destination = destination,
            OrderKey = orderKey,
            ProviderId = providerId,
            CreatedAt = now,
            ExpiresAt = now + options.Value.MaxAge,
            // A gesture delivers at once what it has written; the service leaves it alone for that moment.
            NextAttemptAt = options.Value.WaitForFirstAttempt ? now + Grace : now,
        };
    }
}
