namespace Ocm.Invites;

/// <summary>Where an acceptance stands. One that was answered is removed: its contact is there.</summary>
public enum InviteAcceptanceStatus
{
    /// <summary>Waits for its next attempt, or is under way.</summary>
    Pending,

    /// <summary>Given up: refused for good, or too old. Kept with its reason for a while.</summary>
    Failed,
}
