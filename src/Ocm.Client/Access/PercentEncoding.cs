using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Ocm.Client.Access;

/// <summary>Percent-encoding of path segments (RFC 3986, Sections 2.1 and 3.3), decoded exactly once.</summary>
internal static class PercentEncoding
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // pchar without pct-encoded, and the slash between segments.
    private static readonly SearchValues<char> PathCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/");

    /// <summary>Decodes one segment; false where an escape is malformed or the bytes are no UTF-8.</summary>
    internal static bool TryDecode(ReadOnlySpan<char> segment, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (!segment.Contains('%'))
        {
            text = segment.ToString();
            return true;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(segment.Length));
        try
        {
            var length = 0;
            while (!segment.IsEmpty)
            {
                if (segment[0] != '%')
                {
                    var plain = segment.IndexOf('%');
                    plain = plain < 0 ? segment.Length : plain;
                    length += Utf8.GetBytes(segment[..plain], bytes.AsSpan(length));
                    segment = segment[plain..];
                    continue;
                }

                if (!IsEscape(segment))
                {
                    return false;
                }

                bytes[length++] = byte.Parse(segment.Slice(1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                segment = segment[3..];
            }

            text = Utf8.GetString(bytes, 0, length);
            return true;
        }
        catch (ArgumentException)
        {
            // Bytes that are no UTF-8, or half of a surrogate pair.
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Encodes what may not stand in a URI's path and leaves the rest, existing escapes included, as it is.</summary>
    internal static bool TryEscapePath(string path, [NotNullWhen(true)] out string? escaped)
    {
        escaped = path;
        if (!path.AsSpan().ContainsAnyExcept(PathCharacters))
        {
            return true;
        }

        var result = new StringBuilder(path.Length + 16);
        Span<byte> utf8 = stackalloc byte[4];
        var rest = path.AsSpan();
        while (!rest.IsEmpty)
        {
            if (PathCharacters.Contains(rest[0]) || IsEscape(rest))
            {
                result.Append(rest[0]);
                rest = rest[1..];
                continue;
            }

            if (Rune.DecodeFromUtf16(rest, out var rune, out var consumed) != OperationStatus.Done)
            {
                escaped = null;
                return false;
            }

            foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
            {
                result.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }

            rest = rest[consumed..];
        }

        escaped = result.ToString();
        return true;
    }

    private static bool IsEscape(ReadOnlySpan<char> text) =>
        text.Length >= 3 && text[0] == '%' && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]);
}
