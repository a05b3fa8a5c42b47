namespace Ocm.Client.Signatures;

/// <summary>
/// Why a request's signature was refused, for logs and metrics. Other servers are told none of it: every one of these is
/// answered 401.
/// </summary>
public enum OcmSignatureProblem
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary><c>Signature-Input</c> or <c>Signature</c> is malformed or too large, or one of both is missing (SIG-22).</summary>
    Malformed,

    /// <summary>More than one signature is tagged <c>ocm</c> (SIG-14).</summary>
    SeveralSignatures,

    /// <summary><c>created</c> or <c>keyid</c> is missing (SIG-10).</summary>
    MissingParameter,

    /// <summary>A mandatory component is not covered (SIG-10).</summary>
    MissingComponent,

    /// <summary><c>created</c> is too far in the future (SIG-11).</summary>
    NotYetValid,

    /// <summary><c>created</c> is older than the freshness window, or <c>expires</c> is over (SIG-11).</summary>
    TooOld,

    /// <summary><c>alg</c> names an algorithm that is not registered, symmetric, or not the key's (SIG-20).</summary>
    WrongAlgorithm,

    /// <summary><c>Content-Length</c> is not the body's.</summary>
    WrongLength,

    /// <summary><c>Content-Digest</c> is missing, malformed, of no known algorithm, or not the body's (SIG-12).</summary>
    WrongDigest,

    /// <summary>No server could have made it: nobody has a key with that id, or the key is unusable (SIG-17, SIG-27).</summary>
    UnknownKey,

    /// <summary>The keys of the server could not be fetched.</summary>
    KeysUnavailable,

    /// <summary>The signature has an older form, and the server publishes <c>jwksUri</c>, which holds it to the draft's.</summary>
    LegacyForm,

    /// <summary>A covered component is not in the request, or cannot be signed.</summary>
    UnusableComponent,

    /// <summary>The signature is not the key's over this request.</summary>
    WrongSignature,

    /// <summary>The signature was accepted before (SIG-21).</summary>
    Replayed,
}
