namespace Ocm.Invites;

/// <summary>What became of the attempt to accept an invite.</summary>
public enum InviteAcceptanceOutcome
{
    /// <summary>The caller is the one who accepted it.</summary>
    Accepted,

    /// <summary>There is no such invite, or it was revoked.</summary>
    Unknown,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Somebody accepted it before.</summary>
    AlreadyAccepted,
}
