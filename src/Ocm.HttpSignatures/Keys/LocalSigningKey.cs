using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Ocm.HttpSignatures.Keys;

/// <summary>A signing key whose private part is in this process.</summary>
public sealed class LocalSigningKey : SigningKey
{
    private readonly LocalPrivateKey _privateKey;

    private LocalSigningKey(LocalPrivateKey privateKey, LocalAlgorithm algorithm, string keyId)
        : base(privateKey.ToPublicKey(keyId, algorithm.Name), algorithm) => _privateKey = privateKey;

    /// <summary>Makes a new key.</summary>
    /// <param name="keyId">The <c>kid</c> under which it is published.</param>
    /// <param name="algorithm">The algorithm, one of <see cref="JoseAlgorithms"/>.</param>
    /// <returns>The key; RSA keys have 3072 bits.</returns>
    /// <exception cref="ArgumentException">The algorithm is not built in.</exception>
    /// <exception cref="PlatformNotSupportedException">The platform lacks the algorithm.</exception>
    public static LocalSigningKey Generate(string keyId, string algorithm = JoseAlgorithms.Ed25519)
    {
        var found = Find(keyId, algorithm);
        return new LocalSigningKey(found.Generate(), found, keyId);
    }

    /// <summary>Reads a key from PKCS#8.</summary>
    /// <param name="keyId">The <c>kid</c> under which it is published.</param>
    /// <param name="algorithm">The algorithm, one of <see cref="JoseAlgorithms"/>.</param>
    /// <param name="pkcs8">An unencrypted PrivateKeyInfo in DER.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The algorithm is not built in.</exception>
    /// <exception cref="CryptographicException">The bytes are no key of that algorithm, or a weak one.</exception>
    /// <exception cref="PlatformNotSupportedException">The platform lacks the algorithm.</exception>
    public static LocalSigningKey ImportPkcs8(string keyId, string algorithm, ReadOnlySpan<byte> pkcs8)
    {
        var found = Find(keyId, algorithm);
        return Prove(new LocalSigningKey(found.ImportPkcs8(pkcs8), found, keyId));
    }

    /// <summary>Reads a key from its private JSON Web Key, as <see cref="ExportJson"/> writes it.</summary>
    /// <param name="utf8Json">A JSON object with <c>kid</c>, <c>alg</c> and the private members.</param>
    /// <returns>The key.</returns>
    /// <exception cref="CryptographicException">The JSON is no private key of a built-in algorithm, or a weak one.</exception>
    /// <exception cref="PlatformNotSupportedException">The platform lacks the algorithm.</exception>
    public static LocalSigningKey ImportJson(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json, JsonWebKeyReader.DocumentOptions);
            if (JsonWebKeyReader.TryRead(document.RootElement, out var key) && key is { KeyId: { } keyId, Algorithm: { } algorithm })
            {
                var found = Find(keyId, algorithm);
                if (found.Examine(key) == KeyProblem.None)
                {
                    var imported = Prove(new LocalSigningKey(found.ImportJson(document.RootElement), found, keyId));
                    return imported.PublicKey.HasSameNumbersAs(key)
                        ? imported
                        : throw new CryptographicException("The private key is not the one of the public key beside it.");
                }
            }
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // The JSON holds the private key: its text must not travel in an inner exception.
        }

        throw new CryptographicException("The JSON is not a private JSON Web Key with kid and alg.");
    }

    /// <inheritdoc/>
    public override ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<byte[]>(cancellationToken)
            : ValueTask.FromResult(_privateKey.Sign(data.Span));

    /// <summary>The private key for safekeeping: an unencrypted PrivateKeyInfo in DER. Encrypt it, or keep it where only its owner reads.</summary>
    /// <returns>A new array; clear it after use.</returns>
    public byte[] ExportPkcs8() => _privateKey.ExportPkcs8();

    /// <summary>The private key for safekeeping: a private JSON Web Key in UTF-8. Encrypt it, or keep it where only its owner reads.</summary>
    /// <returns>A new array; clear it after use.</returns>
    public byte[] ExportJson()
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            PublicKey.WritePublicMembers(writer);
            _privateKey.WritePrivateMembers(writer);
            writer.WriteEndObject();
        }

        var json = output.WrittenSpan.ToArray();
        output.Clear();
        return json;
    }

    /// <summary>Makes sure that an imported key signs what its public part verifies, before anybody publishes that part.</summary>
    private static LocalSigningKey Prove(LocalSigningKey key)
    {
        var data = "a private key and its public key"u8;
        return VerificationKey.TryCreate(key.PublicKey, out var publicKey, out _) && publicKey.Verify(data, key._privateKey.Sign(data))
            ? key
            : throw new CryptographicException("The private key does not belong to its public key.");
    }

    private static LocalAlgorithm Find(string keyId, string algorithm)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyId);
        ArgumentNullException.ThrowIfNull(algorithm);
        if (!StructuredFields.FieldCharacters.IsPrintable(keyId))
        {
            throw new ArgumentException("A kid holds printable ASCII, because it becomes the signature parameter keyid.", nameof(keyId));
        }

        var found = BuiltInAlgorithms.Get(algorithm);
        return found.IsSupported ? found : throw new PlatformNotSupportedException($"This platform lacks {found.Name}.");
    }
}
