using System.Diagnostics.CodeAnalysis;
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
    /// <exception cref="System.Security.Cryptography.CryptographicException">The bytes are no such key.</exception>
    public abstract LocalPrivateKey ImportPkcs8(ReadOnlySpan<byte> pkcs8);

    /// <summary>Reads the private members of a JSON Web Key.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The members are no such key.</exception>
    public abstract LocalPrivateKey ImportJson(JsonElement key);
}
