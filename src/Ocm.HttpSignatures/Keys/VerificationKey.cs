using System.Diagnostics.CodeAnalysis;

namespace Ocm.HttpSignatures.Keys;

/// <summary>
/// A public key that is ready to verify. Parsing a key costs as much as a verification, so keep it and use it again; it is
/// safe for use by several threads, holds no secret and needs no disposal.
/// </summary>
public abstract class VerificationKey
{
    /// <summary>A key.</summary>
    /// <param name="publicKey">The key as its owner publishes it; it has <c>kid</c>.</param>
    /// <param name="algorithm">The algorithm of the key's <c>alg</c>.</param>
    protected VerificationKey(JsonWebKey publicKey, IHttpSignatureAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        ArgumentNullException.ThrowIfNull(algorithm);
        PublicKey = publicKey;
        Algorithm = algorithm;
        KeyId = publicKey.KeyId ?? throw new ArgumentException("The key has no kid.", nameof(publicKey));
    }

    /// <summary>The <c>kid</c>, which the signature parameter <c>keyid</c> repeats.</summary>
    public string KeyId { get; }

    /// <summary>The algorithm.</summary>
    public IHttpSignatureAlgorithm Algorithm { get; }

    /// <summary>The key as its owner publishes it.</summary>
    public JsonWebKey PublicKey { get; }

    /// <summary>Makes a key ready for verifying.</summary>
    /// <param name="key">The key as its owner publishes it.</param>
    /// <param name="verificationKey">The ready key.</param>
    /// <param name="problem">Why the key cannot be used.</param>
    /// <param name="algorithms">The accepted algorithms; <see cref="HttpSignatureAlgorithms.Default"/> when left out.</param>
    /// <returns>Whether the key can be used.</returns>
    public static bool TryCreate(
        JsonWebKey key,
        [NotNullWhen(true)] out VerificationKey? verificationKey,
        out KeyProblem problem,
        HttpSignatureAlgorithms? algorithms = null)
    {
        verificationKey = null;
        problem = (algorithms ?? HttpSignatureAlgorithms.Default).Examine(key, out var algorithm);
        if (problem == KeyProblem.None && !algorithm!.TryCreateVerificationKey(key, out verificationKey))
        {
            problem = KeyProblem.Invalid;
        }

        return verificationKey is not null;
    }

    /// <summary>Verifies a signature.</summary>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">The signature, in the form of JOSE: fixed-size numbers one after the other for ECDSA.</param>
    /// <returns>Whether the signature is this key's over the data. Any bytes get an answer, none throws.</returns>
    public abstract bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    /// <summary>The algorithm's name. The key's id may be a peer's text and is not printed.</summary>
    public override string ToString() => $"{nameof(VerificationKey)} ({Algorithm.Name})";
}
