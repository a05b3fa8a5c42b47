using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Ocm.HttpSignatures.Keys;

/// <summary>The algorithms that are accepted, by their JOSE names. It never changes; <see cref="With"/> makes another one.</summary>
public sealed class HttpSignatureAlgorithms
{
    private readonly FrozenDictionary<string, IHttpSignatureAlgorithm> _byName;

    private HttpSignatureAlgorithms(IEnumerable<IHttpSignatureAlgorithm> algorithms) =>
        _byName = algorithms.ToFrozenDictionary(static algorithm => algorithm.Name, StringComparer.Ordinal);

    /// <summary>
    /// All built-in algorithms: Ed25519 (also by its older name EdDSA), ES256, ES384, RS256, RS384, RS512, PS256, PS384,
    /// PS512, and ML-DSA-44, -65, -87 where the platform has them.
    /// </summary>
    public static HttpSignatureAlgorithms Default { get; } = new(BuiltInAlgorithms.All);

    /// <summary>The algorithms, in no particular order.</summary>
    public IEnumerable<IHttpSignatureAlgorithm> All => _byName.Values;

    /// <summary>These algorithms and one more, which takes the place of one with the same name.</summary>
    /// <param name="algorithm">The algorithm to add.</param>
    /// <returns>A new set.</returns>
    /// <exception cref="ArgumentException">The name is <c>none</c> or that of a MAC.</exception>
    public HttpSignatureAlgorithms With(IHttpSignatureAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        if (algorithm.Name is "none" or "HS256" or "HS384" or "HS512")
        {
            throw new ArgumentException("Only asymmetric algorithms sign messages between servers.", nameof(algorithm));
        }

        return new HttpSignatureAlgorithms(_byName.Values.Where(other => !Same(other, algorithm.Name)).Append(algorithm));
    }

    /// <summary>These algorithms without one.</summary>
    /// <param name="name">The JOSE name of the algorithm to leave out.</param>
    /// <returns>A new set.</returns>
    public HttpSignatureAlgorithms Without(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new HttpSignatureAlgorithms(_byName.Values.Where(other => !Same(other, name)));
    }

    /// <summary>Looks an algorithm up.</summary>
    /// <param name="name">Its JOSE name.</param>
    /// <param name="algorithm">The algorithm.</param>
    /// <returns>Whether it is among these.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out IHttpSignatureAlgorithm? algorithm)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.TryGetValue(name, out algorithm);
    }

    /// <summary>Says whether a key can verify signatures with one of these algorithms.</summary>
    /// <param name="key">The key as its owner publishes it.</param>
    /// <param name="algorithm">The algorithm of its <c>alg</c>, when there is no problem.</param>
    /// <returns><see cref="KeyProblem.None"/>, or the first problem.</returns>
    public KeyProblem Examine(JsonWebKey key, out IHttpSignatureAlgorithm? algorithm)
    {
        ArgumentNullException.ThrowIfNull(key);
        algorithm = null;
        if (key.IsSymmetric)
        {
            return KeyProblem.Symmetric;
        }

        if (key.IsPrivate)
        {
            return KeyProblem.Private;
        }

        if (string.IsNullOrEmpty(key.KeyId))
        {
            return KeyProblem.MissingKeyId;
        }

        if (string.IsNullOrEmpty(key.Algorithm))
        {
            return KeyProblem.MissingAlgorithm;
        }

        if (!key.AllowsVerification)
        {
            return KeyProblem.OtherUse;
        }

        if (!_byName.TryGetValue(key.Algorithm, out var found))
        {
            return KeyProblem.UnknownAlgorithm;
        }

        var problem = found.Examine(key);
        if (problem == KeyProblem.None && !found.IsSupported)
        {
            problem = KeyProblem.UnsupportedAlgorithm;
        }

        algorithm = problem == KeyProblem.None ? found : null;
        return problem;
    }

    private static bool Same(IHttpSignatureAlgorithm algorithm, string name) =>
        string.Equals(algorithm.Name, name, StringComparison.Ordinal);
}
