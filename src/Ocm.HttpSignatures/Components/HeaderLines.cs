namespace Ocm.HttpSignatures.Components;

/// <summary>
/// The lines of one header field, in the order received, as the HTTP stack delivers them. A field that is not in the
/// message has no lines; a field with an empty value has one.
/// </summary>
public readonly struct HeaderLines
{
    private readonly object? _lines;

    /// <summary>A field on one line.</summary>
    /// <param name="line">The line's value, or <see langword="null"/> when the field is not in the message.</param>
    public HeaderLines(string? line) => _lines = line;

    /// <summary>A field on any number of lines.</summary>
    /// <param name="lines">The lines' values in the order received; an absent value counts as an empty one. The array is not copied.</param>
    public HeaderLines(string?[]? lines) => _lines = lines is [{ } line] ? line : lines;

    /// <summary>How many lines the field has; 0 when it is not in the message.</summary>
    public int Count => _lines switch
    {
        null => 0,
        string => 1,
        _ => Many.Length,
    };

    private string?[] Many => (string?[])_lines!;

    /// <summary>One line's value.</summary>
    /// <param name="index">The line's place, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line.</exception>
    public string this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _lines as string ?? Many[index] ?? string.Empty;
        }
    }

    /// <summary>
    /// The field's value: each line without whitespace around it, joined with a comma and a space (RFC 9110, section 5.3).
    /// </summary>
    /// <returns>The value, or <see langword="null"/> when the field is not in the message.</returns>
    public string? Combine() => _lines switch
    {
        null => null,
        string line => Trim(line),
        _ => Many.Length == 0 ? null : string.Join(", ", Array.ConvertAll(Many, Trim)),
    };

    private static string Trim(string? line) => line is null ? string.Empty : line.Trim(' ', '\t');
}
