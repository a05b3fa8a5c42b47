namespace Ocm.Server.Parties;

/// <summary>What the removal of a user ended.</summary>
public sealed record UserRemovalResult
{
    /// <summary>How many shares of the user were unshared.</summary>
    public int SharesEnded { get; init; }

    /// <summary>How many received shares were given back.</summary>
    public int SharesGivenBack { get; init; }

    /// <summary>How many contacts were removed.</summary>
    public int ContactsRemoved { get; init; }

    /// <summary>How many open invites were revoked.</summary>
    public int InvitesRevoked { get; init; }

    /// <summary>How many acceptances of other servers' invites were cancelled, which nobody had answered yet.</summary>
    public int AcceptancesCancelled { get; init; }

    /// <summary>How many pending requests for shares were put aside.</summary>
    public int ShareRequestsDismissed { get; init; }

    /// <summary>How many notifications tell other servers that the user is gone: one for each server and identifier.</summary>
    public int ServersTold { get; init; }
}
