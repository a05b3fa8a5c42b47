namespace Ocm.HttpSignatures;

/// <summary>The names of the IANA registry "HTTP Signature Algorithms" (RFC 9421, section 6.2), which the parameter <c>alg</c> may hold.</summary>
public static class SignatureAlgorithmRegistry
{
    /// <summary>Ed25519; <c>Ed25519</c>, or <c>EdDSA</c> with that curve, in JOSE.</summary>
    public const string Ed25519 = "ed25519";

    /// <summary>ECDSA with P-256 and SHA-256; <c>ES256</c> in JOSE.</summary>
    public const string EcdsaP256Sha256 = "ecdsa-p256-sha256";

    /// <summary>ECDSA with P-384 and SHA-384; <c>ES384</c> in JOSE.</summary>
    public const string EcdsaP384Sha384 = "ecdsa-p384-sha384";

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256; <c>RS256</c> in JOSE.</summary>
    public const string RsaV15Sha256 = "rsa-v1_5-sha256";

    /// <summary>RSASSA-PSS with SHA-512; <c>PS512</c> in JOSE.</summary>
    public const string RsaPssSha512 = "rsa-pss-sha512";

    /// <summary>HMAC with SHA-256: registered, and never accepted, because it is symmetric.</summary>
    public const string HmacSha256 = "hmac-sha256";

    /// <summary>Whether a name is in the registry. Names are compared character by character.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether it is registered.</returns>
    public static bool Contains(string name) =>
        name is Ed25519 or EcdsaP256Sha256 or EcdsaP384Sha384 or RsaV15Sha256 or RsaPssSha512 or HmacSha256;
}
