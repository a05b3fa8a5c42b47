using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>Turns the content of a token that <see cref="FieldReader"/> accepted into the value it stands for.</summary>
internal static class FieldText
{
    private const int StackLimit = 512;

    /// <summary>The text of a string: <c>\"</c> and <c>\\</c> resolved.</summary>
    public static string Unescape(ReadOnlySpan<char> content)
    {
        var builder = new StringBuilder(content.Length);
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '\\')
            {
                i++;
            }

            builder.Append(content[i]);
        }

        return builder.ToString();
    }

    /// <summary>Decodes base64 digits that stand without padding.</summary>
    public static byte[] DecodeBase64(ReadOnlySpan<char> digits)
    {
        var bytes = new byte[digits.Length * 3 / 4];
        DecodeBase64(digits, bytes);
        return bytes;
    }

    /// <summary>Decodes base64 digits that stand without padding and returns the number of bytes written.</summary>
    public static int DecodeBase64(ReadOnlySpan<char> digits, Span<byte> destination)
    {
        var whole = digits.Length & ~3;
        if (!Convert.TryFromBase64Chars(digits[..whole], destination, out var written))
        {
            throw new ArgumentException("The destination is too small or the text is not base64.", nameof(destination));
        }

        if (whole == digits.Length)
        {
            return written;
        }

        Span<char> last = ['=', '=', '=', '='];
        digits[whole..].CopyTo(last);
        Convert.TryFromBase64Chars(last, destination[written..], out var rest);
        return written + rest;
    }

    public static bool IsValidPercentEncodedUtf8(ReadOnlySpan<char> content)
    {
        var rented = content.Length > StackLimit ? ArrayPool<byte>.Shared.Rent(content.Length) : null;
        var buffer = rented ?? stackalloc byte[StackLimit];
        try
        {
            return Utf8.IsValid(buffer[..DecodePercent(content, buffer)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    /// <summary>The text of a display string, whose percent-encoding is known to be valid UTF-8.</summary>
    public static string DecodeDisplayString(ReadOnlySpan<char> content)
    {
        var bytes = new byte[content.Length];
        return Encoding.UTF8.GetString(bytes, 0, DecodePercent(content, bytes));
    }

    private static int DecodePercent(ReadOnlySpan<char> content, Span<byte> destination)
    {
        var written = 0;
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '%')
            {
                destination[written++] = (byte)((FromHex(content[i + 1]) << 4) | FromHex(content[i + 2]));
                i += 2;
            }
            else
            {
                destination[written++] = (byte)content[i];
            }
        }

        return written;
    }

    private static int FromHex(char c) => c <= '9' ? c - '0' : c - 'a' + 10;
}
