namespace Ocm.Errors;

/// <summary>
/// What went wrong between two servers. One table (<see cref="OcmFailureKinds"/>) maps each kind to an HTTP status
/// and back, for both directions.
/// </summary>
public enum OcmFailureKind
{
    /// <summary>A parameter is missing or invalid (400).</summary>
    Invalid,

    /// <summary>The caller's server could not be authenticated: no, a bad, an old or a repeated signature (401).</summary>
    Unauthenticated,

    /// <summary>The caller's server is known and not allowed to do this (403).</summary>
    Forbidden,

    /// <summary>The thing that the call is about does not exist for this caller (404).</summary>
    NotFound,

    /// <summary>The call contradicts what is already stored, for example an invite that was accepted before (409).</summary>
    Conflict,

    /// <summary>The body is larger than the receiver takes (413).</summary>
    TooLarge,

    /// <summary>The content type is not the one that the call requires (415).</summary>
    UnsupportedMediaType,

    /// <summary>The receiver asks for fewer calls (429).</summary>
    RateLimited,

    /// <summary>The receiver does not support this share type, resource type, protocol or call (501).</summary>
    NotSupported,

    /// <summary>The receiver is temporarily unavailable (503).</summary>
    Unavailable,

    /// <summary>The other server failed (any other 5xx).</summary>
    PeerFailure,

    /// <summary>The other server could not be reached: name resolution, connection, TLS.</summary>
    Unreachable,

    /// <summary>The other server did not answer in time.</summary>
    Timeout,

    /// <summary>The other server answered something that is not OCM: no JSON, a missing field, an answer over the limit.</summary>
    InvalidResponse,

    /// <summary>The other server says of itself that it takes no OCM calls (<c>enabled: false</c>).</summary>
    Disabled,

    /// <summary>This server's own rules stopped the call before it left: destination guard, lists, a preflight rule.</summary>
    Blocked,

    /// <summary>The share has ended: unshared, declined or expired.</summary>
    Ended,

    /// <summary>The party must show a second factor first (<c>must-use-mfa</c>).</summary>
    MfaRequired,
}
