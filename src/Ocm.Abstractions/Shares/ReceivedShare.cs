using Ocm.Addresses;

namespace Ocm.Shares;

/// <summary>A share that another server offers to a user or group of this one: what its store keeps.</summary>
public sealed record ReceivedShare
{
    /// <summary>Identifies the share at this server; minted by the SDK.</summary>
    public required string Id { get; init; }

    /// <summary>The share's name at its sending server; unique only together with <see cref="SendingServer"/>.</summary>
    public required string ProviderId { get; init; }

    /// <summary>The user who shares; its host is the sending server.</summary>
    public required OcmAddress Sender { get; init; }

    /// <summary>The sending server: the only one whose notifications count for this share.</summary>
    public OcmHost SendingServer => Sender.Host;

    /// <summary>The sender's name, for people; chosen by the sending server.</summary>
    public string? SenderDisplayName { get; init; }

    /// <summary>The user who owns the resource.</summary>
    public required OcmAddress Owner { get; init; }

    /// <summary>The owner's name, for people; chosen by the sending server.</summary>
    public string? OwnerDisplayName { get; init; }

    /// <summary>The recipient as the sending server named it.</summary>
    public required OcmAddress ShareWith { get; init; }

    /// <summary>The recipient's identifier in the vendor's user directory.</summary>
    public required string RecipientIdentifier { get; init; }

    /// <summary>Whether the recipient is a user or a group.</summary>
    public required ShareType ShareType { get; init; }

    /// <summary>What is shared.</summary>
    public required ResourceType ResourceType { get; init; }

    /// <summary>The resource's name; chosen by the sending server: never a path, always escaped for display.</summary>
    public required string Name { get; init; }

    /// <summary>The resource's description; chosen by the sending server.</summary>
    public string? Description { get; init; }

    /// <summary>How the resource is accessed; holds the share's secrets, which a store protects at rest.</summary>
    public required ShareProtocols Protocol { get; init; }

    /// <summary>The wishes to reshare that the sending server answered with a share of its own; at most 64, the oldest first. Holds secrets, which a store protects at rest.</summary>
    public IReadOnlyList<AnsweredReshare> Reshares { get; init; } = [];

    /// <summary>When the share ends; null where it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Where the share stands.</summary>
    public required ReceivedShareStatus Status { get; init; }

    /// <summary>The fingerprint of the notification, by which a repeated delivery is told from a different one (SHARE-27).</summary>
    public required string PayloadHash { get; init; }

    /// <summary>When the share was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the share changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Counts the changes; a store replaces a share only where this is still the stored value.</summary>
    public long Version { get; init; }

    /// <summary>Whether the share still gives access at a moment.</summary>
    /// <param name="now">The moment.</param>
    /// <returns>False where it was declined, unshared or has expired.</returns>
    public bool IsActive(DateTimeOffset now) =>
        Status is (ReceivedShareStatus.Pending or ReceivedShareStatus.Accepted) && !(ExpiresAt <= now);
}
