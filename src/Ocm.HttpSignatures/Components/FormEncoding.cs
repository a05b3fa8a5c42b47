using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Ocm.HttpSignatures.Components;

/// <summary>
/// Names and values of query parameters as <c>@query-param</c> needs them: decoded as
/// application/x-www-form-urlencoded, then percent-encoded anew, so that every way to write the same parameter gives the
/// same component (RFC 9421, section 2.2.8).
/// </summary>
internal static class FormEncoding
{
    private const string HexDigits = "0123456789ABCDEF";

    /// <summary>The bytes that stay as they are: letters, digits and <c>*-._</c>.</summary>
    private static readonly SearchValues<byte> Unencoded =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._"u8);

    /// <summary>Percent-encodes text; a space becomes <c>%20</c>.</summary>
    public static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    /// <summary>Finds the one parameter of a query with a name.</summary>
    /// <param name="query">The query, in ASCII, with or without its leading <c>?</c>.</param>
    /// <param name="encodedName">The parameter's name, percent-encoded as the component has it.</param>
    /// <param name="encodedValue">The value, percent-encoded.</param>
    /// <returns>
    /// <see cref="SignatureFailure.MissingComponent"/> when the parameter is not there or occurs again;
    /// <see cref="SignatureFailure.InvalidComponent"/> when its value, or any name, is not UTF-8: decoding would replace
    /// what differs by the same character.
    /// </returns>
    public static SignatureFailure FindOnly(ReadOnlySpan<char> query, string encodedName, out string encodedValue)
    {
        encodedValue = string.Empty;
        var found = false;
        var rest = query.StartsWith('?') ? query[1..] : query;
        foreach (var range in rest.Split('&'))
        {
            var pair = rest[range];
            var equals = pair.IndexOf('=');
            if (!TryRecode(equals < 0 ? pair : pair[..equals], out var name))
            {
                return SignatureFailure.InvalidComponent;
            }

            if (pair.IsEmpty || !string.Equals(name, encodedName, StringComparison.Ordinal))
            {
                continue;
            }

            if (found)
            {
                return SignatureFailure.MissingComponent;
            }

            found = true;
            if (!TryRecode(equals < 0 ? [] : pair[(equals + 1)..], out encodedValue))
            {
                return SignatureFailure.InvalidComponent;
            }
        }

        return found ? SignatureFailure.None : SignatureFailure.MissingComponent;
    }

    /// <summary>Decodes one name or value of a query and percent-encodes it anew.</summary>
    private static bool TryRecode(ReadOnlySpan<char> text, out string encoded)
    {
        var bytes = new byte[text.Length];
        var decoded = bytes.AsSpan(0, Decode(text, bytes));
        var isText = Utf8.IsValid(decoded);
        encoded = isText ? Encode(decoded) : string.Empty;
        return isText;
    }

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var output = new StringBuilder(bytes.Length);
        foreach (var b in bytes)
        {
            if (Unencoded.Contains(b))
            {
                output.Append((char)b);
            }
            else
            {
                output.Append('%').Append(HexDigits[b >> 4]).Append(HexDigits[b & 0xF]);
            }
        }

        return output.ToString();
    }

    private static int Decode(ReadOnlySpan<char> text, Span<byte> destination)
    {
        var written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                destination[written++] = (byte)((FromHex(text[i + 1]) << 4) | FromHex(text[i + 2]));
                i += 2;
            }
            else
            {
                destination[written++] = text[i] == '+' ? (byte)' ' : (byte)text[i];
            }
        }

        return written;
    }

    private static int FromHex(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
