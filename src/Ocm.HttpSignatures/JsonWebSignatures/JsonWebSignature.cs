using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Ocm.HttpSignatures.Keys;

namespace Ocm.HttpSignatures.JsonWebSignatures;

/// <summary>
/// Makes and verifies JSON Web Signatures (RFC 7515) with keys that are known beforehand: whatever a header says of keys
/// (<c>jwk</c>, <c>jku</c>, <c>x5c</c>) is ignored, and its <c>alg</c> must be the one that the key itself is for.
/// </summary>
public static class JsonWebSignature
{
    /// <summary>Signs content.</summary>
    /// <param name="payload">The content.</param>
    /// <param name="key">The key; its algorithm and id go into the protected header.</param>
    /// <param name="serialization">How the result is written down.</param>
    /// <param name="cancellationToken">Ends the wait for the key.</param>
    /// <returns>ASCII text.</returns>
    public static async ValueTask<byte[]> SignAsync(
        ReadOnlyMemory<byte> payload,
        SigningKey key,
        JwsSerialization serialization = JwsSerialization.FlattenedJson,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var header = Base64Url.EncodeToString(WriteHeader(key));
        var content = Base64Url.EncodeToString(payload.Span);
        var signed = Encoding.ASCII.GetBytes($"{header}.{content}");
        var signature = Base64Url.EncodeToString(await key.SignAsync(signed, cancellationToken).ConfigureAwait(false));
        return serialization switch
        {
            JwsSerialization.Compact => Encoding.ASCII.GetBytes($"{header}.{content}.{signature}"),
            JwsSerialization.FlattenedJson => WriteJson(content, header, signature, general: false),
            JwsSerialization.GeneralJson => WriteJson(content, header, signature, general: true),
            _ => throw new ArgumentOutOfRangeException(nameof(serialization)),
        };
    }

    /// <summary>Verifies a signature in whichever form it is written, and gives the content. One valid signature of several is enough.</summary>
    /// <param name="text">The signature with its content; bound its size before.</param>
    /// <param name="keys">The keys that are trusted to sign this content.</param>
    /// <param name="payload">The content that was signed.</param>
    /// <param name="problem">Why not.</param>
    /// <returns>Whether one of the keys signed the content. Any bytes get an answer, none throws.</returns>
    public static bool TryVerify(
        ReadOnlySpan<byte> text, IReadOnlyList<VerificationKey> keys, [NotNullWhen(true)] out byte[]? payload, out JwsProblem problem)
    {
        ArgumentNullException.ThrowIfNull(keys);
        payload = null;
        if (!JwsReader.TryRead(text, out var content, out var signatures) || !JwsReader.TryDecode(content, out var decoded))
        {
            problem = JwsProblem.Malformed;
            return false;
        }

        // The problem that is told is that of the signature that came furthest.
        problem = JwsProblem.Malformed;
        foreach (var signature in signatures)
        {
            var found = Verify(signature, content, keys);
            if (found == JwsProblem.None)
            {
                payload = decoded;
                problem = JwsProblem.None;
                return true;
            }

            problem = found > problem ? found : problem;
        }

        return false;
    }

    private static JwsProblem Verify(JwsReader.Signature signature, string content, IReadOnlyList<VerificationKey> keys)
    {
        if (!JwsReader.TryReadHeader(signature, out var algorithm, out var isExtended) || !JwsReader.TryDecode(signature.Value, out var bytes))
        {
            return JwsProblem.Malformed;
        }

        if (isExtended)
        {
            return JwsProblem.CriticalExtension;
        }

        var signed = Encoding.ASCII.GetBytes($"{signature.Protected}.{content}");
        var problem = JwsProblem.OtherAlgorithm;
        foreach (var key in keys)
        {
            if (!IsFor(key, algorithm))
            {
                continue;
            }

            if (key.Verify(signed, bytes))
            {
                return JwsProblem.None;
            }

            problem = JwsProblem.WrongSignature;
        }

        return problem;
    }

    // RFC 9864 gives Ed25519 its own name beside the older EdDSA; for a key of that curve they are one algorithm.
    private static bool IsFor(VerificationKey key, string algorithm) =>
        string.Equals(key.Algorithm.Name, algorithm, StringComparison.Ordinal)
        || (key.Algorithm.Name is JoseAlgorithms.Ed25519 or JoseAlgorithms.EdDsa && algorithm is JoseAlgorithms.Ed25519 or JoseAlgorithms.EdDsa);

    private static ReadOnlySpan<byte> WriteHeader(SigningKey key)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("alg", key.Algorithm.Name);
            writer.WriteString("kid", key.KeyId);
            writer.WriteEndObject();
        }

        return output.WrittenSpan;
    }

    private static byte[] WriteJson(string content, string header, string signature, bool general)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("payload", content);
            if (general)
            {
                writer.WriteStartArray("signatures");
                writer.WriteStartObject();
            }

            writer.WriteString("protected", header);
            writer.WriteString("signature", signature);
            if (general)
            {
                writer.WriteEndObject();
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
