namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>
/// Reads the elements of a structured field from left to right (the parsing algorithms of RFC 9651, section 4.2).
/// It allocates nothing: what it finds are positions in the text. Every method that fails leaves the reader where the
/// text stopped making sense; the field as a whole is then refused.
/// </summary>
internal ref struct FieldReader(ReadOnlySpan<char> text)
{
    private const int MaxIntegerDigits = 15;
    private const int MaxWholeDigits = 12;
    private const int MaxFractionDigits = 3;

    private readonly ReadOnlySpan<char> _text = text;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position >= _text.Length;

    public readonly bool Is(char c) => Position < _text.Length && _text[Position] == c;

    public bool TryConsume(char c)
    {
        if (!Is(c))
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <summary>Skips spaces and returns how many there were.</summary>
    public int SkipSpaces()
    {
        var start = Position;
        while (Is(' '))
        {
            Position++;
        }

        return Position - start;
    }

    /// <summary>Skips optional whitespace, spaces and tabs.</summary>
    public void SkipWhitespace()
    {
        while (Position < _text.Length && _text[Position] is ' ' or '\t')
        {
            Position++;
        }
    }

    /// <summary>
    /// Moves from one member of a list or dictionary to the next. On success <paramref name="more"/> says whether there is
    /// a next member; a missing or trailing comma fails.
    /// </summary>
    public bool TryReadSeparator(out bool more)
    {
        SkipWhitespace();
        more = false;
        if (AtEnd)
        {
            return true;
        }

        if (!TryConsume(','))
        {
            return false;
        }

        SkipWhitespace();
        more = !AtEnd;
        return more;
    }

    public bool TryReadKey(out ReadOnlySpan<char> key)
    {
        key = default;
        if (AtEnd || !FieldCharacters.IsKeyStart(_text[Position]))
        {
            return false;
        }

        key = TakeWhile(FieldCharacters.Key);
        return true;
    }

    public bool TryReadValue(out FieldToken token)
    {
        token = default;
        if (AtEnd)
        {
            return false;
        }

        var c = _text[Position];
        return c switch
        {
            '"' => TryReadString(out token),
            ':' => TryReadBytes(out token),
            '?' => TryReadBoolean(out token),
            '@' => TryReadDate(out token),
            '%' => TryReadDisplayString(out token),
            '-' or (>= '0' and <= '9') => TryReadNumber(out token),
            _ => FieldCharacters.IsTokenStart(c) && TryReadToken(out token),
        };
    }

    private ReadOnlySpan<char> TakeWhile(System.Buffers.SearchValues<char> allowed)
    {
        var rest = _text[Position..];
        var length = rest.IndexOfAnyExcept(allowed);
        if (length < 0)
        {
            length = rest.Length;
        }

        Position += length;
        return rest[..length];
    }

    private bool TryReadString(out FieldToken token)
    {
        token = default;
        var start = ++Position;
        var escaped = false;
        while (Position < _text.Length)
        {
            var c = _text[Position++];
            if (c == '"')
            {
                token = new FieldToken(StructuredValueKind.String, escaped, start, Position - 1 - start, 0);
                return true;
            }

            if (c == '\\')
            {
                if (AtEnd || _text[Position++] is not ('"' or '\\'))
                {
                    return false;
                }

                escaped = true;
            }
            else if (!FieldCharacters.IsPrintable(c))
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadToken(out FieldToken token)
    {
        var start = Position;
        var word = TakeWhile(FieldCharacters.Token);
        token = new FieldToken(StructuredValueKind.Token, false, start, word.Length, 0);
        return true;
    }

    private bool TryReadBytes(out FieldToken token)
    {
        token = default;
        var start = ++Position;
        var digits = TakeWhile(FieldCharacters.Base64).Length;
        var padding = 0;
        while (TryConsume('='))
        {
            padding++;
        }

        // Padding may be left out, and bits that carry nothing may be set (RFC 9651, section 4.2.7); padding that is
        // there must be right.
        var wellFormed = digits % 4 != 1 && (padding == 0 || (padding <= 2 && (digits + padding) % 4 == 0));
        if (!wellFormed || !TryConsume(':'))
        {
            return false;
        }

        token = new FieldToken(StructuredValueKind.Bytes, false, start, digits, 0);
        return true;
    }

    private bool TryReadBoolean(out FieldToken token)
    {
        token = default;
        Position++;
        if (AtEnd || _text[Position] is not ('0' or '1'))
        {
            return false;
        }

        token = new FieldToken(StructuredValueKind.Boolean, false, Position, 1, _text[Position] - '0');
        Position++;
        return true;
    }

    private bool TryReadDate(out FieldToken token)
    {
        Position++;
        if (!TryReadNumber(out token) || token.Kind != StructuredValueKind.Integer)
        {
            return false;
        }

        token = token with { Kind = StructuredValueKind.Date };
        return true;
    }

    private bool TryReadNumber(out FieldToken token)
    {
        token = default;
        var start = Position;
        var negative = TryConsume('-');
        var whole = ReadDigits(MaxIntegerDigits, out var digits);
        if (digits is 0 or > MaxIntegerDigits)
        {
            return false;
        }

        if (!TryConsume('.'))
        {
            token = new FieldToken(StructuredValueKind.Integer, false, start, Position - start, negative ? -whole : whole);
            return true;
        }

        var fraction = ReadDigits(MaxFractionDigits, out var fractionDigits);
        if (digits > MaxWholeDigits || fractionDigits is 0 or > MaxFractionDigits)
        {
            return false;
        }

        for (var i = fractionDigits; i < MaxFractionDigits; i++)
        {
            fraction *= 10;
        }

        var thousandths = (whole * 1000) + fraction;
        token = new FieldToken(StructuredValueKind.Decimal, false, start, Position - start, negative ? -thousandths : thousandths);
        return true;
    }

    /// <summary>Reads digits, and stops one behind the limit, so that the number cannot overflow.</summary>
    private long ReadDigits(int limit, out int count)
    {
        long number = 0;
        count = 0;
        while (Position < _text.Length && char.IsAsciiDigit(_text[Position]) && count <= limit)
        {
            number = (number * 10) + (_text[Position++] - '0');
            count++;
        }

        return number;
    }

    private bool TryReadDisplayString(out FieldToken token)
    {
        token = default;
        Position++;
        if (!TryConsume('"'))
        {
            return false;
        }

        var start = Position;
        var escaped = false;
        while (Position < _text.Length)
        {
            var c = _text[Position++];
            if (c == '"')
            {
                token = new FieldToken(StructuredValueKind.DisplayString, escaped, start, Position - 1 - start, 0);
                return !escaped || FieldText.IsValidPercentEncodedUtf8(_text.Slice(start, token.Length));
            }

            if (c == '%')
            {
                if (_text.Length - Position < 2 || !IsLowerHex(_text[Position]) || !IsLowerHex(_text[Position + 1]))
                {
                    return false;
                }

                Position += 2;
                escaped = true;
            }
            else if (!FieldCharacters.IsPrintable(c))
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsLowerHex(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'f');
}
