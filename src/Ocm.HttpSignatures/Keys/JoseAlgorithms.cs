namespace Ocm.HttpSignatures.Keys;

/// <summary>The JOSE names of the built-in algorithms, as they stand in the <c>alg</c> of a JSON Web Key.</summary>
public static class JoseAlgorithms
{
    /// <summary>Ed25519 by its fully-specified name (RFC 9864). The default for new keys.</summary>
    public const string Ed25519 = "Ed25519";

    /// <summary>The older name of Ed25519 (RFC 8037). Accepted for keys on that curve, not for new keys.</summary>
    public const string EdDsa = "EdDSA";

    /// <summary>ECDSA with P-256 and SHA-256.</summary>
    public const string Es256 = "ES256";

    /// <summary>ECDSA with P-384 and SHA-384.</summary>
    public const string Es384 = "ES384";

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    public const string Rs256 = "RS256";

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-384.</summary>
    public const string Rs384 = "RS384";

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-512.</summary>
    public const string Rs512 = "RS512";

    /// <summary>RSASSA-PSS with SHA-256.</summary>
    public const string Ps256 = "PS256";

    /// <summary>RSASSA-PSS with SHA-384.</summary>
    public const string Ps384 = "PS384";

    /// <summary>RSASSA-PSS with SHA-512.</summary>
    public const string Ps512 = "PS512";

    /// <summary>ML-DSA-44 (FIPS 204), where the platform has it.</summary>
    public const string MLDsa44 = "ML-DSA-44";

    /// <summary>ML-DSA-65 (FIPS 204), where the platform has it.</summary>
    public const string MLDsa65 = "ML-DSA-65";

    /// <summary>ML-DSA-87 (FIPS 204), where the platform has it.</summary>
    public const string MLDsa87 = "ML-DSA-87";
}
