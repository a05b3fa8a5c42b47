namespace Ocm.Samples.Peer.Configuration;

/// <summary>A user of <c>Peer:Users</c>.</summary>
public sealed class PeerUserOptions
{
    /// <summary>The name for signing in; without a colon, which HTTP Basic cannot carry.</summary>
    public required string Name { get; init; }

    /// <summary>The password.</summary>
    public required string Password { get; init; }

    /// <summary>The name for people; default the name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The groups that the user belongs to.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Whether the user counts as signed in with more than one factor.</summary>
    public bool Mfa { get; init; }

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
