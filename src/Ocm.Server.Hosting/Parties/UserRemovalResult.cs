namespace Ocm.Server.Parties;

/// <summary>What the removal of a user ended.</summary>
public sealed record UserRemovalResult
{
    /// <summary>How many shares of the user were unshared.</summary>
    public int Unshared { get; init; }

    /// <summary>How many received shares were given back.</summary>
    public int GivenBack { get; init; }

    /// <summary>How many contacts were removed.</summary>
    public int Contacts { get; init; }

    /// <summary>How many open invites were revoked, and acceptances that nobody had answered yet given up.</summary>
    public int Invites { get; init; }

    /// <summary>How many pending requests for shares were put aside.</summary>
    public int ShareRequests { get; init; }

    /// <summary>How many notifications tell other servers that the user is gone: one for each server and identifier.</summary>
    public int Told { get; init; }
}
