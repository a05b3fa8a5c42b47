using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Ocm.Addresses;

namespace Ocm.Client.Signatures;

/// <summary>
/// What a signature is remembered by. It is taken of what was signed, not of the signature's bytes: from one ECDSA
/// signature anybody can compute a second valid one, and so replay a request.
/// </summary>
internal static class SignatureFingerprint
{
    // The longest host (261 characters, all ASCII), and a digest.
    private const int MaxSize = 261 + 1 + SHA256.HashSizeInBytes;

    /// <summary>43 characters that are the same for the same signed request of the same server, and only for that.</summary>
    /// <param name="server">The server that signed.</param>
    /// <param name="signedDigest">The digest of what was signed, the key's id included.</param>
    internal static string Create(OcmHost server, ReadOnlySpan<byte> signedDigest)
    {
        Span<byte> input = stackalloc byte[MaxSize];
        var length = Encoding.ASCII.GetBytes(server.Value, input);
        input[length++] = 0;
        signedDigest.CopyTo(input[length..]);
        length += signedDigest.Length;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input[..length], hash);
        return Base64Url.EncodeToString(hash);
    }
}
