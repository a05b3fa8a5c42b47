using System.Security.Cryptography;
using System.Text.Json;

namespace Ocm.HttpSignatures.Keys;

/// <summary>A private key in this process. Safe for use by several threads.</summary>
internal abstract class LocalPrivateKey
{
    /// <summary>The public part under an id and algorithm name.</summary>
    public abstract JsonWebKey ToPublicKey(string keyId, string algorithm);

    public abstract byte[] Sign(ReadOnlySpan<byte> data);

    public abstract byte[] ExportPkcs8();

    /// <summary>Writes the private members of the key's JSON.</summary>
    public abstract void WritePrivateMembers(Utf8JsonWriter writer);

    public static byte[] ReadBytes(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && JsonWebKeyReader.TryDecode(value, out var bytes)
            ? bytes
            : throw new CryptographicException("The JSON Web Key lacks a member, or it is not base64url.");

    protected static void WriteBytes(Utf8JsonWriter writer, string name, ReadOnlySpan<byte> value) =>
        writer.WriteString(name, System.Buffers.Text.Base64Url.EncodeToString(value));
}
