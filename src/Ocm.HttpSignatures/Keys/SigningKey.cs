namespace Ocm.HttpSignatures.Keys;

/// <summary>
/// A key that signs. <see cref="LocalSigningKey"/> holds the private key in this process; derive from this class to sign
/// with a hardware module or key service, whose private key never leaves it. Implementations are safe for use by several
/// threads.
/// </summary>
public abstract class SigningKey
{
    /// <summary>A key.</summary>
    /// <param name="publicKey">The public part as it is published; it has <c>kid</c> and <c>alg</c>.</param>
    /// <param name="algorithm">The algorithm of the key's <c>alg</c>.</param>
    protected SigningKey(JsonWebKey publicKey, IHttpSignatureAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        ArgumentNullException.ThrowIfNull(algorithm);
        PublicKey = publicKey;
        Algorithm = algorithm;
        KeyId = publicKey.KeyId ?? throw new ArgumentException("The key has no kid.", nameof(publicKey));
    }

    /// <summary>The <c>kid</c>, which becomes the signature parameter <c>keyid</c>.</summary>
    public string KeyId { get; }

    /// <summary>The algorithm.</summary>
    public IHttpSignatureAlgorithm Algorithm { get; }

    /// <summary>The public part, as it is published.</summary>
    public JsonWebKey PublicKey { get; }

    /// <summary>Signs data.</summary>
    /// <param name="data">What to sign. The memory is valid only until the task completes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The signature, in the form of JOSE: fixed-size numbers one after the other for ECDSA.</returns>
    public abstract ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default);

    /// <summary>Type, algorithm and id. Never the key.</summary>
    public sealed override string ToString() => $"{GetType().Name} ({Algorithm.Name}, {KeyId})";
}
