namespace Ocm.Client.Http;

/// <summary>What a call to another server is for; a tag of metrics and logs.</summary>
internal enum PeerCall
{
    /// <summary>The discovery document.</summary>
    Discovery,

    /// <summary>A JWK Set.</summary>
    KeySet,

    /// <summary>An OCM API call: shares, notifications, invites, share requests.</summary>
    Api,

    /// <summary>The token endpoint.</summary>
    Token,

    /// <summary>A directory of servers.</summary>
    Directory,

    /// <summary>Access to a shared resource.</summary>
    Resource,
}
