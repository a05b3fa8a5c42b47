namespace Ocm.HttpSignatures.Digests;

/// <summary>What became of the comparison of a <c>Content-Digest</c> field with a body.</summary>
public enum DigestVerdict
{
    /// <summary>At least one digest is recognised, and every recognised digest matches the body.</summary>
    Match,

    /// <summary>The message has no <c>Content-Digest</c> field.</summary>
    Missing,

    /// <summary>The field is not a dictionary of byte sequences, or a digest has the wrong length.</summary>
    Malformed,

    /// <summary>The field holds no digest of an algorithm that is recognised (<c>sha-256</c>, <c>sha-512</c>).</summary>
    NoneRecognised,

    /// <summary>A recognised digest differs from the body's, whether or not another matches.</summary>
    Mismatch,
}
