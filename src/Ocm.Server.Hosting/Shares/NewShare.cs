using Ocm.Addresses;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>What a user's sending gesture says (draft: OCM API Discovery, Introduction; SHARE-33).</summary>
public sealed record NewShare
{
    /// <summary>The user who shares, as in the user directory.</summary>
    public required string SenderIdentifier { get; init; }

    /// <summary>The user who owns the resource; null where it is the sender.</summary>
    public string? OwnerIdentifier { get; init; }

    /// <summary>The recipient's full address.</summary>
    public required OcmAddress ShareWith { get; init; }

    /// <summary>Whether the recipient is a user or a group.</summary>
    public ShareType ShareType { get; init; } = ShareType.User;

    /// <summary>What is shared.</summary>
    public required ResourceType ResourceType { get; init; }

    /// <summary>The product's own reference to the resource, which comes back with each access; never sent.</summary>
    public required string ResourceId { get; init; }

    /// <summary>The name that the recipient sees.</summary>
    public required string Name { get; init; }

    /// <summary>A description that the recipient sees.</summary>
    public string? Description { get; init; }

    /// <summary>What the recipient may do; read only by default.</summary>
    public IReadOnlyList<Permission> Permissions { get; init; } = [Permission.Read];

    /// <summary>What each access must fulfil beyond what the two servers' own rules ask for.</summary>
    public IReadOnlyList<Requirement> Requirements { get; init; } = [];

    /// <summary>The protocols to offer, each of which must be possible; empty offers those that are.</summary>
    public IReadOnlyList<ProtocolName> Protocols { get; init; } = [];

    /// <summary>How the resource is meant to be used; empty means <c>remote</c>.</summary>
    public IReadOnlyList<AccessType> AccessTypes { get; init; } = [];

    /// <summary>The size of the resource in bytes, where known.</summary>
    public long? Size { get; init; }

    /// <summary>The embedded resource as JSON text, for the protocol <c>embedded</c>; an object where it is an RO-Crate (EMB-02).</summary>
    public string? EmbeddedJson { get; init; }

    /// <summary>When the share ends; null where it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
