using Ocm.Tokens;

namespace Ocm.Signatures;

/// <summary>A signing key of this server as a store keeps it.</summary>
public sealed record StoredSigningKey
{
    /// <summary>The <c>kid</c> under which it is published: <c>{PublicOrigin}/ocm#name</c>.</summary>
    public required string KeyId { get; init; }

    /// <summary>The JOSE <c>alg</c>, such as <c>Ed25519</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The private key as a JWK (RFC 7517). A store protects it at rest.</summary>
    public required SecretString PrivateJwk { get; init; }

    /// <summary>When the key was made; from then on it is published.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on the key signs, so that other servers' caches have turned over first.</summary>
    public required DateTimeOffset ActiveFrom { get; init; }

    /// <summary>When another key took over; from then on it only stays published. Null while it signs or will sign.</summary>
    public DateTimeOffset? RetiredAt { get; init; }
}
