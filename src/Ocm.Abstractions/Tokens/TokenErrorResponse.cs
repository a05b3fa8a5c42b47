using System.Text.Json.Serialization;

namespace Ocm.Tokens;

/// <summary>The answer 400 of the token endpoint (draft: Code Flow, Error Responses; RFC 6749, Section 5.2).</summary>
/// <param name="Error">One of the constants of this type.</param>
public sealed record TokenErrorResponse([property: JsonPropertyName("error")] string Error)
{
    /// <summary>The request is malformed, lacks a parameter or repeats one.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>No or a bad signature, or the signer is not the <c>client_id</c>.</summary>
    public const string InvalidClient = "invalid_client";

    /// <summary>The code is unknown, expired, revoked, or another receiver's.</summary>
    public const string InvalidGrant = "invalid_grant";

    /// <summary>The receiving server is not trusted.</summary>
    public const string UnauthorizedClient = "unauthorized_client";

    /// <summary>The grant type is not <c>authorization_code</c>.</summary>
    public const string UnsupportedGrantType = "unsupported_grant_type";
}
