using Ocm.Addresses;
using Ocm.Shares;

namespace Ocm.Stores.Sql.Shares;

/// <summary>What of a received share nobody searches for, as it stands in the column <c>details</c>.</summary>
internal sealed record ReceivedShareDetails
{
    public string? SenderDisplayName { get; init; }

    public required OcmAddress Owner { get; init; }

    public string? OwnerDisplayName { get; init; }

    public required ShareType ShareType { get; init; }

    public required ResourceType ResourceType { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    internal static ReceivedShareDetails Of(ReceivedShare share) => new()
    {
        SenderDisplayName = share.SenderDisplayName,
        Owner = share.Owner,
        OwnerDisplayName = share.OwnerDisplayName,
        ShareType = share.ShareType,
        ResourceType = share.ResourceType,
        Name = share.Name,
        Description = share.Description,
    };
}
