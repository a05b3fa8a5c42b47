using Ocm.Shares;

namespace Ocm.Client.Access;

/// <summary>For whom a received share is opened. The vendor has authenticated this user; nothing here comes from a peer.</summary>
public sealed record AccessContext
{
    /// <summary>
    /// The user of this server. For a share with a user it must be the share's
    /// <see cref="ReceivedShare.RecipientIdentifier"/>; for a share with a group the vendor has checked the membership.
    /// </summary>
    public required string UserIdentifier { get; init; }

    /// <summary>Whether the user's present session has a second factor (draft: Resource Access, step 3.2; MFA-01).</summary>
    public bool HasSecondFactor { get; init; }

    /// <summary>
    /// What the user may do, where the caller knows better than the share says: permissions that the sending server granted
    /// later, or those of a legacy share, whose notification holds none. Null: the share's own. The sending server has the
    /// last word in any case.
    /// </summary>
    public IReadOnlyList<Permission>? Permissions { get; init; }
}
