namespace Ocm.Peers;

/// <summary>What a <see cref="TrustVerdict"/> rests on.</summary>
public enum TrustSource
{
    /// <summary>A policy of the vendor's own.</summary>
    Policy,

    /// <summary>Nothing speaks against the server, and this one asks for nothing that speaks for it.</summary>
    Open,

    /// <summary>The operator's denylist.</summary>
    Denylist,

    /// <summary>The operator's allowlist.</summary>
    Allowlist,

    /// <summary>A federation: a directory service lists the server.</summary>
    Directory,

    /// <summary>An invite: a user of this server has a contact there by one, or is about to.</summary>
    Invite,

    /// <summary>An address book: the two parties are contacts.</summary>
    Contact,

    /// <summary>Nothing vouches for the server, and this one talks to no others.</summary>
    Unknown,
}
