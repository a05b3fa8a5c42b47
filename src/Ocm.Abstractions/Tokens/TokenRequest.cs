using Ocm.Addresses;

namespace Ocm.Tokens;

/// <summary>
/// Exchanges a share's secret for an access token: the form that is posted to the sending server's token endpoint
/// (draft: Code Flow, Token Request).
/// </summary>
/// <param name="ClientId">The receiving server: its host, with the port where that is not 443.</param>
/// <param name="Code">The share's secret.</param>
public sealed record TokenRequest(OcmHost ClientId, SecretString Code)
{
    /// <summary>The one grant type of the code flow.</summary>
    public const string AuthorizationCode = "authorization_code";

    /// <summary>The same in OCM 1.2.</summary>
    public const string OldAuthorizationCode = "ocm_authorization_code";

    /// <summary>The same at CERNBox, which takes the draft's name too.</summary>
    public const string ShareCode = "ocm_share";

    /// <summary>The form's fields in order.</summary>
    /// <returns>Names and values; the last value is the secret.</returns>
    public IReadOnlyList<KeyValuePair<string, string>> ToForm() =>
    [
        new("grant_type", AuthorizationCode),
        new("client_id", ClientId.Value),
        new("code", Code.Reveal()),
    ];
}
