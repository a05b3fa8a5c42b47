using Ocm.Addresses;

namespace Ocm.Tokens;

/// <summary>An access token that this server issued; only its fingerprint is kept (draft: Code Flow; TOK-07).</summary>
public sealed record AccessToken
{
    /// <summary>The token's <see cref="SecretString.Hash"/>.</summary>
    public required string Hash { get; init; }

    /// <summary>The share that the token opens.</summary>
    public required string ProviderId { get; init; }

    /// <summary>The receiving server that it was issued to.</summary>
    public required OcmHost ClientId { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
