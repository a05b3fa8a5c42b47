namespace Ocm.Invites;

/// <summary>Asks for acceptances to work on.</summary>
/// <param name="LeaseOwner">Who asks: one random name for each claim's worker.</param>
/// <param name="Now">The present moment.</param>
/// <param name="LeasedUntil">How long the acceptances are the owner's alone.</param>
/// <param name="Max">How many at most, 1 to 1000.</param>
public sealed record InviteAcceptanceClaim(string LeaseOwner, DateTimeOffset Now, DateTimeOffset LeasedUntil, int Max)
{
    /// <summary>Only the acceptance with this <see cref="InviteAcceptance.Id"/>, due or not.</summary>
    public string? Id { get; init; }
}
