namespace Ocm.HttpSignatures.JsonWebSignatures;

/// <summary>How a JSON Web Signature is written down (RFC 7515, section 7).</summary>
public enum JwsSerialization
{
    /// <summary>The flattened JSON form: one object with <c>payload</c>, <c>protected</c> and <c>signature</c>.</summary>
    FlattenedJson,

    /// <summary>Three parts with dots between them.</summary>
    Compact,

    /// <summary>The general JSON form: one object with <c>payload</c> and a list of <c>signatures</c>.</summary>
    GeneralJson,
}
