using Ocm.Addresses;
using Ocm.Tokens;

namespace Ocm.Shares;

/// <summary>A share that this server created: what its store keeps.</summary>
public sealed record SentShare
{
    /// <summary>Identifies the share; minted by the SDK, unguessable, unique for ever (SHARE-09).</summary>
    public required string ProviderId { get; init; }

    /// <summary>The user who shares.</summary>
    public required OcmAddress Sender { get; init; }

    /// <summary>The identifier under which the recipient knows the sender (INV-08); null where it is that of <see cref="Sender"/>.</summary>
    public string? GivenSenderIdentifier { get; init; }

    /// <summary>The sender's name, for people.</summary>
    public string? SenderDisplayName { get; init; }

    /// <summary>The user who owns the resource.</summary>
    public required OcmAddress Owner { get; init; }

    /// <summary>The identifier under which the recipient knows the owner (INV-08); null where it is that of <see cref="Owner"/>.</summary>
    public string? GivenOwnerIdentifier { get; init; }

    /// <summary>The owner's name, for people.</summary>
    public string? OwnerDisplayName { get; init; }

    /// <summary>The recipient; its host is the receiving server.</summary>
    public required OcmAddress ShareWith { get; init; }

    /// <summary>Whether the recipient is a user or a group.</summary>
    public required ShareType ShareType { get; init; }

    /// <summary>What is shared.</summary>
    public required ResourceType ResourceType { get; init; }

    /// <summary>The vendor's own reference to the resource, such as a path or a row's id; never sent.</summary>
    public required string ResourceId { get; init; }

    /// <summary>The name that the recipient sees.</summary>
    public required string Name { get; init; }

    /// <summary>A description that the recipient sees.</summary>
    public string? Description { get; init; }

    /// <summary>What the recipient may do.</summary>
    public required IReadOnlyList<Permission> Permissions { get; init; }

    /// <summary>What each access requires.</summary>
    public required IReadOnlyList<Requirement> Requirements { get; init; }

    /// <summary>The protocols that are offered.</summary>
    public required IReadOnlyList<ProtocolName> Protocols { get; init; }

    /// <summary>How the resource is meant to be used; empty means <c>remote</c>.</summary>
    public IReadOnlyList<AccessType> AccessTypes { get; init; } = [];

    /// <summary>The size of the resource in bytes, where the sender told it.</summary>
    public long? Size { get; init; }

    /// <summary>The embedded resource as JSON text, for the protocol <c>embedded</c>.</summary>
    public string? EmbeddedJson { get; init; }

    /// <summary>When the share ends; null where it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The fingerprint of the share's secret (<see cref="SecretString.Hash"/>).</summary>
    public required string SecretHash { get; init; }

    /// <summary>
    /// The secret itself: kept until the receiving server has confirmed the share, and longer only for shares with servers
    /// that put it into their notifications. A store protects it at rest.
    /// </summary>
    public SecretString? Secret { get; init; }

    /// <summary>Whether the secret itself opens the resource; false where only exchanged tokens do.</summary>
    public required bool AllowsSecretAccess { get; init; }

    /// <summary>The recipient's name as the receiving server told it; null until that server has confirmed the share.</summary>
    public string? RecipientDisplayName { get; init; }

    /// <summary>The recipient's public keys as the receiving server told them, for ssh.</summary>
    public IReadOnlyList<string> RecipientPublicKeys { get; init; } = [];

    /// <summary>Where the share stands.</summary>
    public required SentShareStatus Status { get; init; }

    /// <summary>Why the receiving server refused it, in words of ours.</summary>
    public string? StatusReason { get; init; }

    /// <summary>When the share was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the share changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Counts the changes; a store replaces a share only where this is still the stored value.</summary>
    public long Version { get; init; }

    /// <summary>Whether the share still gives access at a moment.</summary>
    /// <param name="now">The moment.</param>
    /// <returns>False where it was declined, unshared, refused or has expired.</returns>
    public bool IsActive(DateTimeOffset now) =>
        Status is (SentShareStatus.PendingDelivery or SentShareStatus.Sent or SentShareStatus.Accepted) && !(ExpiresAt <= now);
}
