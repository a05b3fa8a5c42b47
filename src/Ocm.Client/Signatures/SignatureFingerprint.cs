using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Ocm.Addresses;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;

namespace Ocm.Client.Signatures;

/// <summary>
/// What a signature is remembered by. It is taken of what was signed, not of the signature's bytes: from one ECDSA
/// signature anybody can compute a second valid one, and so replay a request.
/// </summary>
internal static class SignatureFingerprint
{
    /// <summary>43 characters that are the same for the same signed request of the same key, and only for that.</summary>
    internal static string Create(OcmHost server, SignatureParameters parameters, HttpRequestView request)
    {
        ReadOnlySpan<string?> parts =
        [
            server.Value,
            parameters.KeyId,
            parameters.Nonce,
            request.Method,
            request.TargetUri,
            request.GetHeaderLines("content-digest").Combine(),
        ];
        var size = 2 * sizeof(long);
        foreach (var part in parts)
        {
            size += sizeof(int) + Encoding.UTF8.GetMaxByteCount(part?.Length ?? 0);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(size);
        BinaryPrimitives.WriteInt64LittleEndian(buffer, parameters.Created ?? 0);
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(sizeof(long)), parameters.Expires ?? 0);
        var length = 2 * sizeof(long);
        foreach (var part in parts)
        {
            // The length in front keeps two neighbours apart.
            var written = Encoding.UTF8.GetBytes(part, buffer.AsSpan(length + sizeof(int)));
            BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(length), written);
            length += sizeof(int) + written;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(buffer);
        return Base64Url.EncodeToString(hash);
    }
}
