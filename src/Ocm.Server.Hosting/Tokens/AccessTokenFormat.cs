namespace Ocm.Server.Tokens;

/// <summary>What the access tokens look like that this server issues (draft: Code Flow). Receiving servers take both for opaque.</summary>
public enum AccessTokenFormat
{
    /// <summary>Random letters and digits, of which the token store keeps a fingerprint.</summary>
    Opaque,

    /// <summary>
    /// JSON Web Tokens of the type <c>at+jwt</c> (RFC 9068), signed with this server's key: nothing is stored at the exchange,
    /// and services behind the product can read them with the published keys. They end with their share all the same where
    /// <c>RequireOcmShare</c> or <c>RequireOcmWebApp</c> checks them, because the share is asked at each access.
    /// </summary>
    Jwt,
}
