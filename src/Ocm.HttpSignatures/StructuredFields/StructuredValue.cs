using System.Buffers;
using System.Text;

namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>
/// A bare item of a structured field: one value of one of the eight types of RFC 9651, section 3.3. The value is always
/// one that can be serialized; the factory methods refuse any other.
/// </summary>
public readonly struct StructuredValue : IEquatable<StructuredValue>
{
    /// <summary>The largest integer, and the largest number of seconds of a date: 999,999,999,999,999.</summary>
    public const long MaxInteger = 999_999_999_999_999;

    private const decimal Thousandth = 0.001m;

    private readonly object? _content;
    private readonly long _number;

    private StructuredValue(StructuredValueKind kind, object? content, long number)
    {
        Kind = kind;
        _content = content;
        _number = number;
    }

    /// <summary>The boolean true, which a key without a value stands for.</summary>
    public static StructuredValue True => FromBoolean(true);

    /// <summary>The type of this value. The default value of this struct is the integer 0.</summary>
    public StructuredValueKind Kind { get; }

    /// <summary>The integer's or decimal's thousandths, the date's seconds, or 0 and 1.</summary>
    internal long Number => _number;

    /// <summary>An integer.</summary>
    /// <param name="value">A number of at most 15 digits.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number has more than 15 digits.</exception>
    public static StructuredValue FromInteger(long value)
    {
        ThrowUnlessInRange(value);
        return new StructuredValue(StructuredValueKind.Integer, null, value);
    }

    /// <summary>A decimal number, rounded to three digits behind the point, half to even, as RFC 9651, section 4.1.5 says.</summary>
    /// <param name="value">A number of at most 12 digits before the point.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rounded number has more than 12 digits before the point.</exception>
    public static StructuredValue FromDecimal(decimal value)
    {
        var rounded = decimal.Round(value, 3, MidpointRounding.ToEven);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rounded, 1_000_000_000_000m, nameof(value));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(rounded, -1_000_000_000_000m, nameof(value));
        return new StructuredValue(StructuredValueKind.Decimal, null, (long)(rounded * 1000m));
    }

    /// <summary>A string.</summary>
    /// <param name="value">Printable ASCII, spaces included.</param>
    /// <exception cref="ArgumentException">The text holds another character.</exception>
    public static StructuredValue FromString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!FieldCharacters.IsPrintable(value))
        {
            throw new ArgumentException("A string of a structured field holds printable ASCII only.", nameof(value));
        }

        return new StructuredValue(StructuredValueKind.String, value, 0);
    }

    /// <summary>A token.</summary>
    /// <param name="value">A letter or <c>*</c>, followed by token characters, <c>:</c> and <c>/</c>.</param>
    /// <exception cref="ArgumentException">The text is no token.</exception>
    public static StructuredValue FromToken(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!FieldCharacters.IsToken(value))
        {
            throw new ArgumentException("The text is not a token of a structured field.", nameof(value));
        }

        return new StructuredValue(StructuredValueKind.Token, value, 0);
    }

    /// <summary>A byte sequence. The bytes are copied.</summary>
    /// <param name="value">Any bytes, also none.</param>
    public static StructuredValue FromBytes(ReadOnlySpan<byte> value) =>
        new(StructuredValueKind.Bytes, value.ToArray(), 0);

    /// <summary>A boolean.</summary>
    /// <param name="value">The boolean.</param>
    public static StructuredValue FromBoolean(bool value) =>
        new(StructuredValueKind.Boolean, null, value ? 1 : 0);

    /// <summary>A date.</summary>
    /// <param name="unixSeconds">Seconds since 1970-01-01T00:00:00Z, negative before it, at most 15 digits.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number has more than 15 digits.</exception>
    public static StructuredValue FromDate(long unixSeconds)
    {
        ThrowUnlessInRange(unixSeconds);
        return new StructuredValue(StructuredValueKind.Date, null, unixSeconds);
    }

    /// <summary>A display string.</summary>
    /// <param name="value">Any text that is well-formed Unicode.</param>
    /// <exception cref="ArgumentException">The text holds a surrogate without its partner.</exception>
    public static StructuredValue FromDisplayString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        for (var rest = value.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != OperationStatus.Done)
            {
                throw new ArgumentException("The text is not well-formed Unicode.", nameof(value));
            }

            rest = rest[consumed..];
        }

        return new StructuredValue(StructuredValueKind.DisplayString, value, 0);
    }

    /// <summary>The integer, when this is one.</summary>
    /// <param name="value">The integer.</param>
    /// <returns>Whether this is an integer.</returns>
    public bool TryGetInteger(out long value)
    {
        value = _number;
        return Kind == StructuredValueKind.Integer;
    }

    /// <summary>The decimal number, when this is one.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Whether this is a decimal.</returns>
    public bool TryGetDecimal(out decimal value)
    {
        value = _number * Thousandth;
        return Kind == StructuredValueKind.Decimal;
    }

    /// <summary>The string, when this is one. A token or display string is none.</summary>
    /// <param name="value">The string, without quotes and escapes.</param>
    /// <returns>Whether this is a string.</returns>
    public bool TryGetString(out string value) => TryGetText(StructuredValueKind.String, out value);

    /// <summary>The token, when this is one.</summary>
    /// <param name="value">The token.</param>
    /// <returns>Whether this is a token.</returns>
    public bool TryGetToken(out string value) => TryGetText(StructuredValueKind.Token, out value);

    /// <summary>The display string, when this is one.</summary>
    /// <param name="value">The decoded text.</param>
    /// <returns>Whether this is a display string.</returns>
    public bool TryGetDisplayString(out string value) => TryGetText(StructuredValueKind.DisplayString, out value);

    /// <summary>The bytes, when this is a byte sequence.</summary>
    /// <param name="value">The bytes.</param>
    /// <returns>Whether this is a byte sequence.</returns>
    public bool TryGetBytes(out ReadOnlyMemory<byte> value)
    {
        value = _content as byte[];
        return Kind == StructuredValueKind.Bytes;
    }

    /// <summary>The boolean, when this is one.</summary>
    /// <param name="value">The boolean.</param>
    /// <returns>Whether this is a boolean.</returns>
    public bool TryGetBoolean(out bool value)
    {
        value = _number != 0;
        return Kind == StructuredValueKind.Boolean;
    }

    /// <summary>The seconds since 1970-01-01T00:00:00Z, when this is a date.</summary>
    /// <param name="unixSeconds">The seconds.</param>
    /// <returns>Whether this is a date.</returns>
    public bool TryGetDate(out long unixSeconds)
    {
        unixSeconds = _number;
        return Kind == StructuredValueKind.Date;
    }

    /// <inheritdoc/>
    public bool Equals(StructuredValue other) =>
        Kind == other.Kind && _number == other._number && (_content, other._content) switch
        {
            (byte[] mine, byte[] theirs) => mine.AsSpan().SequenceEqual(theirs),
            var (mine, theirs) => string.Equals(mine as string, theirs as string, StringComparison.Ordinal),
        };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StructuredValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Kind);
        hash.Add(_number);
        if (_content is byte[] bytes)
        {
            hash.AddBytes(bytes);
        }
        else
        {
            hash.Add(_content as string, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>The value as it stands in a field.</summary>
    /// <returns>The serialized value.</returns>
    public override string ToString() => StructuredFieldSerializer.Serialize(this);

    /// <summary>Whether two values are of the same type and equal.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(StructuredValue left, StructuredValue right) => left.Equals(right);

    /// <summary>Whether two values differ in type or value.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(StructuredValue left, StructuredValue right) => !left.Equals(right);

    /// <summary>The value that a token of the text stands for.</summary>
    internal static StructuredValue From(FieldToken token, ReadOnlySpan<char> text)
    {
        var content = text.Slice(token.Start, token.Length);
        object? value = token.Kind switch
        {
            StructuredValueKind.String => token.IsEscaped ? FieldText.Unescape(content) : content.ToString(),
            StructuredValueKind.Token => content.ToString(),
            StructuredValueKind.Bytes => FieldText.DecodeBase64(content),
            StructuredValueKind.DisplayString => token.IsEscaped ? FieldText.DecodeDisplayString(content) : content.ToString(),
            _ => null,
        };
        return new StructuredValue(token.Kind, value, token.Number);
    }

    private bool TryGetText(StructuredValueKind kind, out string value)
    {
        value = _content as string ?? string.Empty;
        return Kind == kind;
    }

    private static void ThrowUnlessInRange(long value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxInteger);
        ArgumentOutOfRangeException.ThrowIfLessThan(value, -MaxInteger);
    }
}
