using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace Ocm.HttpSignatures.Keys;

/// <summary>An algorithm whose private keys this process can hold.</summary>
internal abstract class LocalAlgorithm(string name) : IHttpSignatureAlgorithm
{
    public string Name { get; } = name;

    public abstract string? RegistryName { get; }

    public virtual bool IsSupported => true;

    public abstract KeyProblem Examine(JsonWebKey key);

    public abstract bool TryCreateVerificationKey(JsonWebKey key, [NotNullWhen(true)] out VerificationKey? verificationKey);

    /// <summary>Makes a new key.</summary>
    public abstract LocalPrivateKey Generate();

    /// <summary>Reads a PKCS#8 PrivateKeyInfo in DER.</summary>
    /// <exception cref="CryptographicException">The bytes are no such key.</exception>
    public abstract LocalPrivateKey ImportPkcs8(ReadOnlySpan<byte> pkcs8);

    /// <summary>Reads the private members of a JSON Web Key.</summary>
    /// <exception cref="CryptographicException">The members are no such key.</exception>
    public abstract LocalPrivateKey ImportJson(JsonElement key);

    protected static void ThrowUnlessWhole(ReadOnlySpan<byte> pkcs8, int read)
    {
        if (read != pkcs8.Length)
        {
            throw new CryptographicException("There are bytes behind the private key.");
        }
    }
}
