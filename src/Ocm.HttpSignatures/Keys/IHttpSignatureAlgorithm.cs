using System.Diagnostics.CodeAnalysis;

namespace Ocm.HttpSignatures.Keys;

/// <summary>
/// A signature algorithm, known by its JOSE name. Implement it to verify with an algorithm that this package lacks, and add
/// it with <see cref="HttpSignatureAlgorithms.With"/>. Implementations are safe for use by several threads.
/// </summary>
public interface IHttpSignatureAlgorithm
{
    /// <summary>The JOSE name, as it stands in the <c>alg</c> of a JSON Web Key. It is case-sensitive.</summary>
    string Name { get; }

    /// <summary>
    /// The name of the same algorithm in the HTTP Signature Algorithms registry, or <see langword="null"/> when it has none
    /// and the signature parameter <c>alg</c> can therefore not name it.
    /// </summary>
    string? RegistryName { get; }

    /// <summary>Whether this platform can compute the algorithm.</summary>
    bool IsSupported { get; }

    /// <summary>Says whether a key's type, curve and sizes fit. It is cheap, and called for each key of a set.</summary>
    /// <param name="key">A public key whose <c>alg</c> is <see cref="Name"/>.</param>
    /// <returns><see cref="KeyProblem.None"/> when the key fits.</returns>
    KeyProblem Examine(JsonWebKey key);

    /// <summary>Makes a key ready for verifying. Called once for a key that is then kept.</summary>
    /// <param name="key">A key for which <see cref="Examine"/> found no problem.</param>
    /// <param name="verificationKey">The ready key.</param>
    /// <returns>Whether the key is one, for example whether it is a point of its curve.</returns>
    bool TryCreateVerificationKey(JsonWebKey key, [NotNullWhen(true)] out VerificationKey? verificationKey);
}
