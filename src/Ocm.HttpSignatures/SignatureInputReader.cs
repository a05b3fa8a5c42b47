using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures;

/// <summary>Reads one member of <c>Signature-Input</c>: the covered components and the signature's parameters.</summary>
internal ref struct SignatureInputReader
{
    /// <summary>The tag seen last. Nearly all signatures that a server receives have the same one.</summary>
    private static string? _recentTag;

    private readonly string _text;
    private readonly int _start;
    private FieldReader _reader;
    private bool _isCanonical = true;
    private SignatureComponent[] _components = [];
    private long? _created;
    private long? _expires;
    private string? _keyId;
    private string? _nonce;
    private string? _algorithm;
    private string? _tag;

    /// <summary>Begins behind the member's equals sign.</summary>
    public SignatureInputReader(string text, FieldReader reader)
    {
        _text = text;
        _start = reader.Position;
        _reader = reader;
    }

    /// <summary>What comes behind the member.</summary>
    public readonly FieldReader Rest => _reader;

    public SignatureFailure Read()
    {
        var failure = ReadComponents();
        return failure == SignatureFailure.None ? ReadParameters() : failure;
    }

    public readonly ReceivedSignature ToSignature(string label, string signatureText, FieldToken signature)
    {
        var parameters = new SignatureParameters
        {
            Created = _created,
            Expires = _expires,
            KeyId = _keyId,
            Nonce = _nonce,
            Algorithm = _algorithm,
            Tag = _tag,
        };
        var input = new SignatureInputText(_text, _start, _reader.Position, _isCanonical);
        return new ReceivedSignature(label, _components, parameters, input, signatureText, signature);
    }

    private SignatureFailure ReadComponents()
    {
        if (!_reader.TryConsume('('))
        {
            return SignatureFailure.Malformed;
        }

        var rented = ArrayPool<SignatureComponent>.Shared.Rent(SignatureLimits.MaxComponents);
        try
        {
            var count = 0;
            _isCanonical &= _reader.SkipSpaces() == 0;
            while (!_reader.TryConsume(')'))
            {
                if (count == SignatureLimits.MaxComponents)
                {
                    return SignatureFailure.TooLarge;
                }

                if (!TryReadComponent(out var component))
                {
                    return SignatureFailure.Malformed;
                }

                rented[count++] = component;
                var spaces = _reader.SkipSpaces();
                var isLast = _reader.Is(')');
                if (spaces == 0 && !isLast)
                {
                    return SignatureFailure.Malformed;
                }

                _isCanonical &= spaces == (isLast ? 0 : 1);
            }

            _components = rented.AsSpan(0, count).ToArray();
            return SignatureFailure.None;
        }
        finally
        {
            ArrayPool<SignatureComponent>.Shared.Return(rented);
        }
    }

    private bool TryReadComponent([NotNullWhen(true)] out SignatureComponent? component)
    {
        component = null;
        var start = _reader.Position;
        if (!_reader.TryReadValue(out var token) || token.Kind != StructuredValueKind.String)
        {
            return false;
        }

        if (!_reader.Is(';'))
        {
            component = SignatureComponent.FindCommon(Content(token)) ?? new SignatureComponent(Text(token));
            return true;
        }

        if (!StructuredFieldParser.TryParseParameters(ref _reader, _text, out var parameters, out var hasRepeats)
            || hasRepeats
            || parameters.Count > SignatureLimits.MaxParameters)
        {
            return false;
        }

        component = new SignatureComponent(Text(token), parameters);
        _isCanonical &= Ascii.Equals(component.Identifier, _text.AsSpan(start, _reader.Position - start));
        return true;
    }

    private SignatureFailure ReadParameters()
    {
        Span<(int Start, int Length)> seen = stackalloc (int, int)[SignatureLimits.MaxParameters];
        for (var count = 0; _reader.TryConsume(';'); count++)
        {
            if (count == SignatureLimits.MaxParameters)
            {
                return SignatureFailure.TooLarge;
            }

            _isCanonical &= _reader.SkipSpaces() == 0;
            var start = _reader.Position;
            if (!_reader.TryReadKey(out var key) || IsSeen(seen[..count], key))
            {
                return SignatureFailure.Malformed;
            }

            seen[count] = (start, key.Length);
            FieldToken? value = null;
            if (_reader.TryConsume('='))
            {
                if (!_reader.TryReadValue(out var token))
                {
                    return SignatureFailure.Malformed;
                }

                _isCanonical &= IsCanonical(token);
                value = token;
            }

            if (!TryTake(key, value))
            {
                return SignatureFailure.Malformed;
            }
        }

        return SignatureFailure.None;
    }

    private readonly bool IsSeen(ReadOnlySpan<(int Start, int Length)> seen, ReadOnlySpan<char> key)
    {
        foreach (var (start, length) in seen)
        {
            if (key.SequenceEqual(_text.AsSpan(start, length)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes the value of a parameter that RFC 9421 defines; fails when it is of another type than defined.</summary>
    private bool TryTake(ReadOnlySpan<char> key, FieldToken? value) => key switch
    {
        "created" => TryTakeInteger(value, out _created),
        "expires" => TryTakeInteger(value, out _expires),
        "keyid" => TryTakeString(value, null, out _keyId),
        "nonce" => TryTakeString(value, null, out _nonce),
        "alg" => TryTakeString(value, SignatureAlgorithmRegistry.Ed25519, out _algorithm),
        "tag" => TryTakeTag(value),
        _ => true,
    };

    private static bool TryTakeInteger(FieldToken? value, out long? number)
    {
        number = value?.Number;
        return value?.Kind == StructuredValueKind.Integer;
    }

    private bool TryTakeTag(FieldToken? value)
    {
        if (!TryTakeString(value, _recentTag, out _tag))
        {
            return false;
        }

        _recentTag = _tag;
        return true;
    }

    /// <summary>Takes a string; where it is the expected one, no new one is made.</summary>
    private readonly bool TryTakeString(FieldToken? value, string? expected, out string? text)
    {
        text = value is not { Kind: StructuredValueKind.String } token ? null
            : expected is not null && !token.IsEscaped && Content(token).SequenceEqual(expected) ? expected
            : Text(token);
        return text is not null;
    }

    private readonly ReadOnlySpan<char> Content(FieldToken token) => _text.AsSpan(token.Start, token.Length);

    private readonly string Text(FieldToken token) => token.IsEscaped ? FieldText.Unescape(Content(token)) : Content(token).ToString();

    /// <summary>Whether the token's text is known to be what a serializer writes; a false alarm costs time only.</summary>
    private readonly bool IsCanonical(FieldToken token) => token.Kind switch
    {
        StructuredValueKind.String or StructuredValueKind.Token => true,
        StructuredValueKind.Integer => _text[token.Start] is >= '1' and <= '9',
        _ => false,
    };
}
