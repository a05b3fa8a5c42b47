namespace Ocm.HttpSignatures;

/// <summary>Why a signature was not accepted, or could not be made. All but <see cref="None"/> mean: do not trust the message.</summary>
public enum SignatureFailure
{
    /// <summary>Nothing failed.</summary>
    None,

    /// <summary><c>Signature-Input</c> or <c>Signature</c> is not what RFC 9421, section 4 says, or one lacks a member that the other has.</summary>
    Malformed,

    /// <summary>A field, or the signature base, is over the limits of <see cref="SignatureLimits"/>.</summary>
    TooLarge,

    /// <summary>The same component is covered twice.</summary>
    DuplicateComponent,

    /// <summary>A covered component is not one that a request has, or has a parameter that is not understood.</summary>
    UnknownComponent,

    /// <summary>A covered component is not in the message, or is there more than once where it must be unique.</summary>
    MissingComponent,

    /// <summary>The value of a covered component cannot stand in a signature base: non-ASCII, control characters, or not the structured field that it is to be.</summary>
    InvalidComponent,

    /// <summary>The parameter <c>alg</c> is not a name of the HTTP Signature Algorithms registry.</summary>
    UnregisteredAlgorithm,

    /// <summary>The parameter <c>alg</c> names another algorithm than the key's.</summary>
    AlgorithmMismatch,

    /// <summary>The parameter <c>keyid</c> names another key.</summary>
    KeyMismatch,

    /// <summary>The signature is not one of the key over the signature base.</summary>
    WrongSignature,
}
