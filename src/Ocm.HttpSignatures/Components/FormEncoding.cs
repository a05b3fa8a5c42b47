using System.Buffers;
using System.Text;

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

    /// <summary>Decodes one name or value of a query and percent-encodes it anew.</summary>
    public static string Recode(ReadOnlySpan<char> text) => Encode(Encoding.UTF8.GetBytes(Decode(text)));

    /// <summary>Finds the one parameter of a query with a name; fails when it is not there or occurs again.</summary>
    /// <param name="query">The query, with or without its leading <c>?</c>.</param>
    /// <param name="encodedName">The parameter's name, percent-encoded as the component has it.</param>
    /// <param name="encodedValue">The value, percent-encoded.</param>
    public static bool TryFindOnly(ReadOnlySpan<char> query, string encodedName, out string encodedValue)
    {
        encodedValue = string.Empty;
        var found = false;
        var rest = query.StartsWith('?') ? query[1..] : query;
        foreach (var range in rest.Split('&'))
        {
            var pair = rest[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var name = equals < 0 ? pair : pair[..equals];
            if (!string.Equals(Recode(name), encodedName, StringComparison.Ordinal))
            {
                continue;
            }

            if (found)
            {
                return false;
            }

            found = true;
            encodedValue = equals < 0 ? string.Empty : Recode(pair[(equals + 1)..]);
        }

        return found;
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

    private static string Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes[written++] = (byte)((FromHex(text[i + 1]) << 4) | FromHex(text[i + 2]));
                i += 2;
            }
            else
            {
                // The target URI is ASCII: the signature base refuses any other.
                bytes[written++] = text[i] == '+' ? (byte)' ' : (byte)text[i];
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, written);
    }

    private static int FromHex(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
