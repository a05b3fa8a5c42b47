using System.Security.Cryptography;
using Ocm.HttpSignatures.Components;

namespace Ocm.HttpSignatures.Digests;

/// <summary>
/// Compares a body with its <c>Content-Digest</c> field while the body is read, so that it need not be held twice:
/// create it before the first byte, append each part, then ask for the verdict. It is not safe for use by several threads.
/// </summary>
public sealed class ContentDigestVerifier : IDisposable
{
    private readonly ReceivedDigests _received;
    private readonly DigestVerdict _parsed;
    private readonly IncrementalHash? _sha256;
    private readonly IncrementalHash? _sha512;

    /// <summary>Prepares for a body. A field that cannot match is told by <see cref="GetVerdict"/>.</summary>
    /// <param name="lines">The lines of the field.</param>
    public ContentDigestVerifier(HeaderLines lines)
    {
        _parsed = ReceivedDigests.TryParse(lines, out _received);
        if (_parsed == DigestVerdict.Match)
        {
            _sha256 = _received.HasSha256 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
            _sha512 = _received.HasSha512 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA512) : null;
        }
    }

    /// <summary>Takes the next part of the body.</summary>
    /// <param name="part">The bytes, as received.</param>
    public void Append(ReadOnlySpan<byte> part)
    {
        _sha256?.AppendData(part);
        _sha512?.AppendData(part);
    }

    /// <summary>The verdict on the body that was appended, which begins anew afterwards.</summary>
    /// <returns><see cref="DigestVerdict.Match"/>, or why the body must not be trusted.</returns>
    public DigestVerdict GetVerdict()
    {
        if (_parsed != DigestVerdict.Match)
        {
            return _parsed;
        }

        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        var matches = true;
        if (_sha256 is not null)
        {
            matches &= _received.MatchesSha256(digest[.._sha256.GetHashAndReset(digest)]);
        }

        if (_sha512 is not null)
        {
            matches &= _received.MatchesSha512(digest[.._sha512.GetHashAndReset(digest)]);
        }

        return matches ? DigestVerdict.Match : DigestVerdict.Mismatch;
    }

    /// <summary>Releases the hash states.</summary>
    public void Dispose()
    {
        _sha256?.Dispose();
        _sha512?.Dispose();
    }
}
