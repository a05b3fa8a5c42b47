using Ocm.Addresses;
using Ocm.Shares;

namespace Ocm.Stores.Sql.Shares;

/// <summary>What of a sent share nobody searches for, as it stands in the column <c>details</c>.</summary>
internal sealed record SentShareDetails
{
    public string? GivenSenderIdentifier { get; init; }

    public string? SenderDisplayName { get; init; }

    public required OcmAddress Owner { get; init; }

    public string? GivenOwnerIdentifier { get; init; }

    public string? OwnerDisplayName { get; init; }

    public required ShareType ShareType { get; init; }

    public required ResourceType ResourceType { get; init; }

    public required string ResourceId { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<Permission> Permissions { get; init; } = [];

    public IReadOnlyList<Requirement> Requirements { get; init; } = [];

    public IReadOnlyList<ProtocolName> Protocols { get; init; } = [];

    public IReadOnlyList<AccessType> AccessTypes { get; init; } = [];

    public long? Size { get; init; }

    public string? EmbeddedJson { get; init; }

    public bool AllowsSecretAccess { get; init; }

    public string? RecipientDisplayName { get; init; }

    public IReadOnlyList<string> RecipientPublicKeys { get; init; } = [];

    public string? StatusReason { get; init; }

    internal static SentShareDetails Of(SentShare share) => new()
    {
        GivenSenderIdentifier = share.GivenSenderIdentifier,
        SenderDisplayName = share.SenderDisplayName,
        Owner = share.Owner,
        GivenOwnerIdentifier = share.GivenOwnerIdentifier,
        OwnerDisplayName = share.OwnerDisplayName,
        ShareType = share.ShareType,
        ResourceType = share.ResourceType,
        ResourceId = share.ResourceId,
        Name = share.Name,
        Description = share.Description,
        Permissions = share.Permissions,
        Requirements = share.Requirements,
        Protocols = share.Protocols,
        AccessTypes = share.AccessTypes,
        Size = share.Size,
        EmbeddedJson = share.EmbeddedJson,
        AllowsSecretAccess = share.AllowsSecretAccess,
        RecipientDisplayName = share.RecipientDisplayName,
        RecipientPublicKeys = share.RecipientPublicKeys,
        StatusReason = share.StatusReason,
    };
}
