using System.Security.Cryptography;
using Ocm.HttpSignatures.Components;

namespace Ocm.HttpSignatures.Digests;

/// <summary>The <c>Content-Digest</c> field (RFC 9530, section 2), which ties a signature to a body.</summary>
public static class ContentDigest
{
    /// <summary>The field's name, as it is sent.</summary>
    public const string FieldName = "Content-Digest";

    /// <summary>The field's name in lower case, as a signature covers it.</summary>
    public const string ComponentName = "content-digest";

    internal const string Sha256Key = "sha-256";
    internal const string Sha512Key = "sha-512";

    /// <summary>The field's value for a body.</summary>
    /// <param name="body">The bytes as they are sent, after any content coding.</param>
    /// <param name="algorithm">The algorithm of the digest.</param>
    /// <returns>The value, a dictionary with one byte sequence.</returns>
    public static string Create(ReadOnlySpan<byte> body, DigestAlgorithm algorithm = DigestAlgorithm.Sha256)
    {
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        switch (algorithm)
        {
            case DigestAlgorithm.Sha256:
                return Format(Sha256Key, digest[..SHA256.HashData(body, digest)]);
            case DigestAlgorithm.Sha512:
                return Format(Sha512Key, digest[..SHA512.HashData(body, digest)]);
            default:
                throw new ArgumentOutOfRangeException(nameof(algorithm));
        }
    }

    /// <summary>Compares the field of a received message with its body.</summary>
    /// <param name="lines">The lines of the field.</param>
    /// <param name="body">The bytes as they were received, before any content coding is undone.</param>
    /// <returns><see cref="DigestVerdict.Match"/>, or why the body must not be trusted.</returns>
    public static DigestVerdict Verify(HeaderLines lines, ReadOnlySpan<byte> body)
    {
        var verdict = ReceivedDigests.TryParse(lines, out var received);
        if (verdict != DigestVerdict.Match)
        {
            return verdict;
        }

        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        if (received.HasSha256 && !received.MatchesSha256(digest[..SHA256.HashData(body, digest)]))
        {
            return DigestVerdict.Mismatch;
        }

        return received.HasSha512 && !received.MatchesSha512(digest[..SHA512.HashData(body, digest)])
            ? DigestVerdict.Mismatch
            : DigestVerdict.Match;
    }

    private static string Format(string key, ReadOnlySpan<byte> digest) => string.Concat(key, "=:", Convert.ToBase64String(digest), ":");
}
