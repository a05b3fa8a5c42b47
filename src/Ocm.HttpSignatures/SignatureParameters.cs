namespace Ocm.HttpSignatures;

/// <summary>The parameters of a signature (RFC 9421, section 2.3). What is <see langword="null"/> is left out.</summary>
public sealed record SignatureParameters
{
    /// <summary><c>created</c>: when the signature was made, in seconds since 1970-01-01T00:00:00Z.</summary>
    public long? Created { get; init; }

    /// <summary><c>expires</c>: when the signature ends to be valid, in seconds since 1970-01-01T00:00:00Z.</summary>
    public long? Expires { get; init; }

    /// <summary><c>keyid</c>: which key verifies the signature. Printable ASCII.</summary>
    public string? KeyId { get; init; }

    /// <summary><c>nonce</c>: a random value that makes the signature distinct. Printable ASCII.</summary>
    public string? Nonce { get; init; }

    /// <summary><c>alg</c>: the algorithm's name in the HTTP Signature Algorithms registry. Best left out: the key says it.</summary>
    public string? Algorithm { get; init; }

    /// <summary><c>tag</c>: which application the signature is for. Printable ASCII.</summary>
    public string? Tag { get; init; }
}
