using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Delivery;
using Ocm.Notifications;
using Ocm.Shares;

namespace Ocm.Server.Delivery;

/// <summary>Writes outbox items.</summary>
internal sealed class OutboxItems(DestinationWatch watch, TimeProvider time, IOptions<OcmDeliveryOptions> options)
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
        return Unattended(item with
        {
            OrderKey = $"u:{item.Id}",
            NotificationType = NotificationType.UserRemoved,
            ResourceType = ResourceType.User,
        });
    }

    /// <summary>The same, left to the delivery services from the start: nobody waits for its first attempt.</summary>
    internal OutboxItem Unattended(OutboxItem item) =>
        watch.AsideUntil(item.Destination) is null ? item with { NextAttemptAt = item.CreatedAt } : item;

    private static string SentKey(string providerId) => $"s:{providerId}";

    private OutboxItem New(OutboxItemKind kind, OcmHost destination, string orderKey, string providerId)
    {
        var now = time.GetUtcNow();
        var expiresAt = now + options.Value.MaxAge;

        // For a server that does not answer it is put aside like the rest. Else a gesture delivers at once what it has written, and
        // the service leaves it alone for that moment.
        var nextAttemptAt = watch.AsideUntil(destination) ?? (options.Value.WaitForFirstAttempt ? now + Grace : now);
        return new OutboxItem
        {
            Id = RowId.Create(now),
            Kind = kind,
            Destination = destination,
            OrderKey = orderKey,
            ProviderId = providerId,
            CreatedAt = now,
            ExpiresAt = expiresAt,
            NextAttemptAt = nextAttemptAt < expiresAt ? nextAttemptAt : expiresAt,
        };
    }
}
