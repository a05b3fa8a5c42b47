namespace Ocm.Peers;

/// <summary>What can vouch for a server beside the operator's allowlist (TRUST-02).</summary>
[Flags]
public enum TrustSources
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The configured directory services: a server that one of them lists is trusted.</summary>
    Directories = 1,

    /// <summary>Invites: a server at which a user of this one has a contact by an invite is trusted. Any server may take part in the invite flow.</summary>
    Invites = 2,

    /// <summary>Address books: what two parties do who are contacts of each other is trusted, however the contact came about.</summary>
    Contacts = 4,
}
