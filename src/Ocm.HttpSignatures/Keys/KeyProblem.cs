namespace Ocm.HttpSignatures.Keys;

/// <summary>Why a JSON Web Key cannot verify signatures.</summary>
public enum KeyProblem
{
    /// <summary>There is no problem.</summary>
    None,

    /// <summary>The key is not an object of the form of RFC 7517, or holds a member twice or of the wrong type.</summary>
    Malformed,

    /// <summary>The key has no <c>kid</c>.</summary>
    MissingKeyId,

    /// <summary>An earlier key of the set has the same <c>kid</c>.</summary>
    DuplicateKeyId,

    /// <summary>The key has no <c>alg</c>.</summary>
    MissingAlgorithm,

    /// <summary>The <c>alg</c> is not one that is accepted, such as <c>none</c> or a MAC.</summary>
    UnknownAlgorithm,

    /// <summary>The <c>alg</c> is known, but this platform cannot compute it.</summary>
    UnsupportedAlgorithm,

    /// <summary>The key is symmetric (<c>oct</c>).</summary>
    Symmetric,

    /// <summary>The key holds private parts, which nobody may publish: its owner has lost it.</summary>
    Private,

    /// <summary>The key is not for verifying signatures, by its <c>use</c> or <c>key_ops</c>.</summary>
    OtherUse,

    /// <summary>The <c>alg</c> does not fit the key's type or curve.</summary>
    AlgorithmMismatch,

    /// <summary>An RSA modulus of fewer than 2048 bits, or a public exponent that is too small.</summary>
    Weak,

    /// <summary>The key's numbers are out of bounds, not a point of the curve, or otherwise no key.</summary>
    Invalid,

    /// <summary>The set has more keys than are read.</summary>
    TooMany,
}
