using System.Buffers;
using System.Text;

namespace Ocm.Serialization;

/// <summary>Tells text from what could end a header, a log line or a command: control characters and half surrogate pairs.</summary>
internal static class PlainText
{
    /// <summary>Whether a text is valid Unicode without control characters (C0, DEL and C1).</summary>
    internal static bool IsLine(ReadOnlySpan<char> text) => IsPlain(text, lineBreaks: false);

    /// <summary>The same for a text of several lines: tab, line feed and carriage return may occur.</summary>
    internal static bool IsLines(ReadOnlySpan<char> text) => IsPlain(text, lineBreaks: true);

    private static bool IsPlain(ReadOnlySpan<char> text, bool lineBreaks)
    {
        // Nearly every text is printable ASCII, and a vector finds that at once.
        var special = text.IndexOfAnyExceptInRange(' ', '~');
        text = special < 0 ? [] : text[special..];
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != OperationStatus.Done
                || (Rune.IsControl(rune) && !(lineBreaks && rune.Value is '\t' or '\n' or '\r')))
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}
