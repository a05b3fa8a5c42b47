namespace Ocm.HttpSignatures.Digests;

/// <summary>The digest algorithms of the IANA registry that are neither broken nor deprecated (RFC 9530, section 5).</summary>
public enum DigestAlgorithm
{
    /// <summary><c>sha-256</c>, the default.</summary>
    Sha256,

    /// <summary><c>sha-512</c>.</summary>
    Sha512,
}
