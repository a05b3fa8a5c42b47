namespace Ocm.Samples.Peer.Users;

/// <summary>A configured user, without the password.</summary>
public sealed record PeerUser
{
    /// <summary>The name for signing in and the local part of the OCM address.</summary>
    public required string Name { get; init; }

    /// <summary>The name for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The e-mail address, or null.</summary>
    public string? Email { get; init; }

    /// <summary>The names of the groups that the user belongs to.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Whether the user's session counts as signed in with more than one factor.</summary>
    public bool Mfa { get; init; }
}
