using System.Security.Cryptography;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Digests;

/// <summary>
/// The recognised digests of a received <c>Content-Digest</c> field. They stay base64 in the field's text until they are
/// compared, so that parsing allocates nothing.
/// </summary>
internal readonly struct ReceivedDigests
{
    private readonly string _text;
    private readonly FieldToken _sha256;
    private readonly FieldToken _sha512;

    private ReceivedDigests(string text, FieldToken sha256, FieldToken sha512)
    {
        _text = text;
        _sha256 = sha256;
        _sha512 = sha512;
    }

    public bool HasSha256 => _sha256.Kind == StructuredValueKind.Bytes;

    public bool HasSha512 => _sha512.Kind == StructuredValueKind.Bytes;

    /// <summary>Parses the field; <see cref="DigestVerdict.Match"/> means that there is something to compare.</summary>
    public static DigestVerdict TryParse(HeaderLines lines, out ReceivedDigests received)
    {
        received = default;
        if (lines.Combine() is not { } text)
        {
            return DigestVerdict.Missing;
        }

        if (text.Length > StructuredFieldParser.MaxLength)
        {
            return DigestVerdict.Malformed;
        }

        FieldToken sha256 = default;
        FieldToken sha512 = default;
        var reader = new FieldReader(text);
        reader.SkipSpaces();
        var count = 0;
        for (var more = !reader.AtEnd; more;)
        {
            // Each member is a byte sequence, also of an algorithm that we do not know; a digest given twice is refused,
            // because two parsers may disagree on which of the two counts.
            if (count++ == StructuredFieldParser.MaxMembers
                || !reader.TryReadKey(out var key)
                || !reader.TryConsume('=')
                || !reader.TryReadValue(out var token)
                || token.Kind != StructuredValueKind.Bytes
                || !StructuredFieldParser.TryParseParameters(ref reader, text, out _))
            {
                return DigestVerdict.Malformed;
            }

            var known = key switch
            {
                ContentDigest.Sha256Key => TryKeep(ref sha256, token, SHA256.HashSizeInBytes),
                ContentDigest.Sha512Key => TryKeep(ref sha512, token, SHA512.HashSizeInBytes),
                _ => true,
            };
            if (!known || !reader.TryReadSeparator(out more))
            {
                return DigestVerdict.Malformed;
            }
        }

        received = new ReceivedDigests(text, sha256, sha512);
        return received.HasSha256 || received.HasSha512 ? DigestVerdict.Match : DigestVerdict.NoneRecognised;
    }

    public bool MatchesSha256(ReadOnlySpan<byte> digest) => Matches(_sha256, digest);

    public bool MatchesSha512(ReadOnlySpan<byte> digest) => Matches(_sha512, digest);

    private static bool TryKeep(ref FieldToken kept, FieldToken token, int size)
    {
        var isFirst = kept.Kind != StructuredValueKind.Bytes;
        kept = token;
        return isFirst && token.Length * 3 / 4 == size;
    }

    private bool Matches(FieldToken token, ReadOnlySpan<byte> digest)
    {
        Span<byte> stated = stackalloc byte[SHA512.HashSizeInBytes];
        var length = FieldText.DecodeBase64(_text.AsSpan(token.Start, token.Length), stated);
        return CryptographicOperations.FixedTimeEquals(stated[..length], digest);
    }
}
