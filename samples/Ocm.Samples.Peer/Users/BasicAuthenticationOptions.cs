using Microsoft.AspNetCore.Authentication;

namespace Ocm.Samples.Peer.Users;

/// <summary>Settings of HTTP Basic.</summary>
public sealed class BasicAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>What the client shows when it asks for a password. Letters, digits, spaces, dots and hyphens.</summary>
    public string Realm { get; set; } = "Ocm.Samples.Peer";
}
