using System.Diagnostics.CodeAnalysis;
using System.Text;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Client.Directories;

/// <summary>Reads the keys of directory services as operators configure them.</summary>
internal static class DirectoryKeys
{
    // Keys of a directory are told apart by who configured them, not by their id.
    private const string AnyId = "directory";

    internal static bool TryRead(
        string json, HttpSignatureAlgorithms algorithms, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out string? problem)
    {
        key = null;
        problem = null;
        if (!JsonWebKey.TryParse(Encoding.UTF8.GetBytes(json ?? string.Empty), out var jwk))
        {
            problem = "is no JSON Web Key; copy the whole JSON object of the public key.";
            return false;
        }

        if (jwk.IsSymmetric || jwk.IsPrivate)
        {
            problem = "is a secret or private key; give the public key of an asymmetric algorithm.";
            return false;
        }

        if (!jwk.AllowsVerification)
        {
            problem = "is not for signatures by its use or key_ops; give the key that signs the directory.";
            return false;
        }

        if ((jwk.Algorithm ?? AlgorithmOf(jwk)) is not { } algorithm)
        {
            problem = "has no alg and its type leaves it open; add alg, such as \"RS256\" or \"PS256\".";
            return false;
        }

        var complete = new JsonWebKey
        {
            KeyType = jwk.KeyType,
            KeyId = string.IsNullOrEmpty(jwk.KeyId) ? AnyId : jwk.KeyId,
            Algorithm = algorithm,
            Curve = jwk.Curve,
            X = jwk.X,
            Y = jwk.Y,
            Modulus = jwk.Modulus,
            Exponent = jwk.Exponent,
            PublicBytes = jwk.PublicBytes,
        };
        if (VerificationKey.TryCreate(complete, out key, out var reason, algorithms))
        {
            return true;
        }

        problem = $"cannot be used ({reason}); give a public key whose kty, crv and alg fit together, RSA with 2048 bits or more.";
        return false;
    }

    private static string? AlgorithmOf(JsonWebKey key) => (key.KeyType, key.Curve) switch
    {
        ("OKP", "Ed25519") => JoseAlgorithms.Ed25519,
        ("EC", "P-256") => JoseAlgorithms.Es256,
        ("EC", "P-384") => JoseAlgorithms.Es384,
        _ => null,
    };
}
