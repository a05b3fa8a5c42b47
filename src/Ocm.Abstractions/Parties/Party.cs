namespace Ocm.Parties;

/// <summary>A user or a group of the vendor's own product.</summary>
/// <param name="Identifier">What stands before the "@" of its OCM address; never changes.</param>
/// <param name="DisplayName">The name that other people see.</param>
public sealed record Party(string Identifier, string DisplayName)
{
    /// <summary>A mail address that invites may tell to the other side; null where there is none or it is private.</summary>
    public string? Email { get; init; }
}
