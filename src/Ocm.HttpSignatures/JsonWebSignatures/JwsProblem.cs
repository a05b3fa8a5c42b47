namespace Ocm.HttpSignatures.JsonWebSignatures;

/// <summary>Why a JSON Web Signature was not accepted.</summary>
public enum JwsProblem
{
    /// <summary>It was accepted.</summary>
    None,

    /// <summary>The text is no JSON Web Signature: neither the compact nor a JSON form, or its base64url or JSON is broken.</summary>
    Malformed,

    /// <summary>The header lists extensions as critical (<c>crit</c>), or has one that changes what is signed (<c>b64</c>); none are understood here.</summary>
    CriticalExtension,

    /// <summary>The header names an algorithm that none of the keys is for; <c>none</c> and MACs always end here.</summary>
    OtherAlgorithm,

    /// <summary>None of the keys made the signature over this content.</summary>
    WrongSignature,
}
