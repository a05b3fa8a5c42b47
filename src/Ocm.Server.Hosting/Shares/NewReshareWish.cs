using Ocm.Addresses;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>What a recipient asks the owner of a received share (draft: Resharing).</summary>
public sealed record NewReshareWish
{
    /// <summary>With whom the owner is asked to share too.</summary>
    public required OcmAddress ShareWith { get; init; }

    /// <summary>What is to be permitted; empty leaves it to the owner.</summary>
    public IReadOnlyList<Permission> Permissions { get; init; } = [];

    /// <summary>A message for the owner; at most 1000 characters.</summary>
    public string? Message { get; init; }
}
