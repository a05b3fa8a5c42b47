using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Ocm.HttpSignatures.Keys;

/// <summary>
/// The public parts of a JSON Web Key (RFC 7517, 7518, 8037 and, for ML-DSA, RFC 9964). Members that signatures do not need
/// are not kept, and private parts never are.
/// </summary>
public sealed class JsonWebKey
{
    /// <summary><c>kty</c>: the type of the key, <c>OKP</c>, <c>EC</c>, <c>RSA</c> or <c>AKP</c>.</summary>
    public required string KeyType { get; init; }

    /// <summary><c>kid</c>: the key's id.</summary>
    public string? KeyId { get; init; }

    /// <summary><c>alg</c>: the JOSE name of the one algorithm that the key is for.</summary>
    public string? Algorithm { get; init; }

    /// <summary><c>crv</c>: the curve of an OKP or EC key.</summary>
    public string? Curve { get; init; }

    /// <summary><c>x</c>: the public key of an OKP key, or the first coordinate of an EC key.</summary>
    public ReadOnlyMemory<byte> X { get; init; }

    /// <summary><c>y</c>: the second coordinate of an EC key.</summary>
    public ReadOnlyMemory<byte> Y { get; init; }

    /// <summary><c>n</c>: the modulus of an RSA key.</summary>
    public ReadOnlyMemory<byte> Modulus { get; init; }

    /// <summary><c>e</c>: the public exponent of an RSA key.</summary>
    public ReadOnlyMemory<byte> Exponent { get; init; }

    /// <summary><c>pub</c>: the public key of an AKP key.</summary>
    public ReadOnlyMemory<byte> PublicBytes { get; init; }

    /// <summary>Whether the key is symmetric, and therefore never accepted.</summary>
    public bool IsSymmetric { get; internal init; }

    /// <summary>Whether the JSON held private parts. They were not kept, and the key is never accepted.</summary>
    public bool IsPrivate { get; internal init; }

    /// <summary>Whether <c>use</c> and <c>key_ops</c>, where present, allow verifying signatures.</summary>
    public bool AllowsVerification { get; internal init; } = true;

    /// <summary>Parses one key.</summary>
    /// <param name="utf8Json">The key's JSON object.</param>
    /// <param name="key">The key. Whether it can verify is another question: <see cref="HttpSignatureAlgorithms.Examine"/>.</param>
    /// <returns>Whether the JSON is a key.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> utf8Json, [NotNullWhen(true)] out JsonWebKey? key)
    {
        key = null;
        try
        {
            using var document = JsonDocument.Parse(utf8Json, JsonWebKeyReader.DocumentOptions);
            return JsonWebKeyReader.TryRead(document.RootElement, out key);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Writes the public key as it is published.</summary>
    /// <param name="writer">Where to write the object.</param>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        WritePublicMembers(writer);
        writer.WriteEndObject();
    }

    /// <summary>The public key as JSON in UTF-8.</summary>
    /// <returns>One JSON object.</returns>
    public byte[] ToJson()
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            WriteTo(writer);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Whether type, curve and public numbers are the same; leading zeros of a number do not count.</summary>
    internal bool HasSameNumbersAs(JsonWebKey other) =>
        string.Equals(KeyType, other.KeyType, StringComparison.Ordinal)
        && string.Equals(Curve, other.Curve, StringComparison.Ordinal)
        && X.Span.SequenceEqual(other.X.Span)
        && Y.Span.SequenceEqual(other.Y.Span)
        && Modulus.Span.TrimStart((byte)0).SequenceEqual(other.Modulus.Span.TrimStart((byte)0))
        && Exponent.Span.TrimStart((byte)0).SequenceEqual(other.Exponent.Span.TrimStart((byte)0))
        && PublicBytes.Span.SequenceEqual(other.PublicBytes.Span);

    internal void WritePublicMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("kty", KeyType);
        WriteText(writer, "crv", Curve);
        WriteBytes(writer, "x", X);
        WriteBytes(writer, "y", Y);
        WriteBytes(writer, "n", Modulus);
        WriteBytes(writer, "e", Exponent);
        WriteBytes(writer, "pub", PublicBytes);
        WriteText(writer, "kid", KeyId);
        WriteText(writer, "alg", Algorithm);
        writer.WriteString("use", "sig");
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteBytes(Utf8JsonWriter writer, string name, ReadOnlyMemory<byte> value)
    {
        if (!value.IsEmpty)
        {
            writer.WriteString(name, System.Buffers.Text.Base64Url.EncodeToString(value.Span));
        }
    }
}
