using System.Buffers;

namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>The character classes of RFC 9651 and RFC 9110 that the parser and the value types share.</summary>
internal static class FieldCharacters
{
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string TokenMarks = "!#$%&'*+-.^_`|~";

    /// <summary>What a dictionary or parameter key consists of (its first character is a lower-case letter or <c>*</c>).</summary>
    public static readonly SearchValues<char> Key = SearchValues.Create(Lower + Digits + "_-.*");

    /// <summary>What a token consists of behind its first character.</summary>
    public static readonly SearchValues<char> Token = SearchValues.Create(Lower + Upper + Digits + TokenMarks + ":/");

    /// <summary>What a field name in lower case consists of.</summary>
    public static readonly SearchValues<char> LowerFieldName = SearchValues.Create(Lower + Digits + TokenMarks);

    /// <summary>The base64 alphabet without padding.</summary>
    public static readonly SearchValues<char> Base64 = SearchValues.Create(Lower + Upper + Digits + "+/");

    /// <summary>What a field value may hold: visible ASCII, space and horizontal tab (RFC 9110, section 5.5, without obs-text).</summary>
    public static readonly SearchValues<char> FieldValue = SearchValues.Create(PrintableAscii() + '\t');

    public static bool IsKeyStart(char c) => char.IsAsciiLetterLower(c) || c == '*';

    public static bool IsTokenStart(char c) => char.IsAsciiLetter(c) || c == '*';

    public static bool IsPrintable(char c) => c is >= ' ' and <= '~';

    public static bool IsKey(ReadOnlySpan<char> text) =>
        !text.IsEmpty && IsKeyStart(text[0]) && !text.ContainsAnyExcept(Key);

    public static bool IsToken(ReadOnlySpan<char> text) =>
        !text.IsEmpty && IsTokenStart(text[0]) && !text.ContainsAnyExcept(Token);

    public static bool IsPrintable(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange(' ', '~');

    public static bool IsLowerFieldName(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(LowerFieldName);

    private static string PrintableAscii() => string.Create(
        '~' - ' ' + 1,
        state: 0,
        static (span, _) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = (char)(' ' + i);
            }
        });
}
