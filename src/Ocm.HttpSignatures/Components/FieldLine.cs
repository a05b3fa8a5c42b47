namespace Ocm.HttpSignatures.Components;

/// <summary>One line of a header field as it goes into the signature base (RFC 9421, section 2.1).</summary>
internal static class FieldLine
{
    /// <summary>
    /// The line without whitespace around it, obsolete line folding replaced by one space. A carriage return or line feed
    /// that is no folding stays, and the signature base then refuses it.
    /// </summary>
    public static ReadOnlySpan<char> Normalize(string line)
    {
        var trimmed = Trim(line);
        return trimmed.ContainsAny('\r', '\n') ? Trim(Unfold(trimmed)) : trimmed;
    }

    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> line) => line.Trim(" \t");

    private static string Unfold(ReadOnlySpan<char> line)
    {
        var output = new char[line.Length];
        var length = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (TryMeasureFold(line[i..], out var fold))
            {
                while (length > 0 && output[length - 1] is ' ' or '\t')
                {
                    length--;
                }

                output[length++] = ' ';
                i += fold - 1;
            }
            else
            {
                output[length++] = line[i];
            }
        }

        return new string(output, 0, length);
    }

    private static bool TryMeasureFold(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        if (!text.StartsWith("\r\n"))
        {
            return false;
        }

        var rest = text[2..];
        var content = rest.IndexOfAnyExcept(' ', '\t');
        var white = content < 0 ? rest.Length : content;
        length = 2 + white;
        return white > 0;
    }
}
