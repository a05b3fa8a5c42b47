using Ocm.Addresses;
using Ocm.Notifications;
using Ocm.Shares;

namespace Ocm.Delivery;

/// <summary>Something that must be told to another server, kept until it is delivered, refused for good or too old.</summary>
public sealed record OutboxItem
{
    /// <summary>Identifies the item; minted by the SDK.</summary>
    public required string Id { get; init; }

    /// <summary>What is delivered.</summary>
    public required OutboxItemKind Kind { get; init; }

    /// <summary>The server that is told.</summary>
    public required OcmHost Destination { get; init; }

    /// <summary>Items with the same key are delivered one after the other in the order of <see cref="Sequence"/>; one key for each share.</summary>
    public required string OrderKey { get; init; }

    /// <summary>The place in the order; set by the store, rising.</summary>
    public long Sequence { get; init; }

    /// <summary>The share as its sending server names it; for <see cref="NotificationType.UserRemoved"/> the user as <see cref="Destination"/> knows them.</summary>
    public required string ProviderId { get; init; }

    /// <summary>The notification's type, for <see cref="OutboxItemKind.Notification"/>.</summary>
    public NotificationType? NotificationType { get; init; }

    /// <summary>The notification's resource type, for <see cref="OutboxItemKind.Notification"/>.</summary>
    public ResourceType? ResourceType { get; init; }

    /// <summary>The notification's parameters as JSON text; never holds a secret.</summary>
    public string? ParametersJson { get; init; }

    /// <summary>Where the item stands.</summary>
    public OutboxItemStatus Status { get; init; }

    /// <summary>When the item was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When delivery is given up.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Not tried before this moment.</summary>
    public required DateTimeOffset NextAttemptAt { get; init; }

    /// <summary>How often delivery was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>Why the last attempt failed, in words of ours.</summary>
    public string? LastError { get; init; }

    /// <summary>Who works on the item until <see cref="LeasedUntil"/>; null for nobody.</summary>
    public string? LeaseOwner { get; init; }

    /// <summary>When the lease ends and others may claim the item.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }
}
