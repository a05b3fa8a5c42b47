using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures;

/// <summary>
/// Parses <c>Signature-Input</c> and <c>Signature</c> together, straight from their text: the general object model would
/// cost several times the allocation. What two parsers could read differently (a label or parameter given twice, a
/// parameter of the wrong type, a member of one field without its counterpart) makes the whole message malformed.
/// </summary>
internal ref struct SignatureFieldsParser
{
    private readonly string _text;
    private FieldReader _reader;
    private bool _isCanonical;
    private long? _created;
    private long? _expires;
    private string? _keyId;
    private string? _nonce;
    private string? _algorithm;
    private string? _tag;

    private SignatureFieldsParser(string signatureInput)
    {
        _text = signatureInput;
        _reader = new FieldReader(signatureInput);
    }

    /// <summary>The bytes of one signature, and its label's place in the field.</summary>
    private readonly record struct Labelled(int Start, int Length, FieldToken Signature);

    public static SignatureFailure Parse(string signatureInput, string signature, out ReceivedSignature[] received)
    {
        received = [];
        Span<Labelled> signatures = stackalloc Labelled[SignatureLimits.MaxSignatures];
        var failure = ReadSignatures(signature, signatures, out var count);
        if (failure != SignatureFailure.None)
        {
            return failure;
        }

        var result = new ReceivedSignature[count];
        var parser = new SignatureFieldsParser(signatureInput);
        failure = parser.ReadInputs(signature, signatures[..count], result);
        received = result;
        return failure;
    }

    private static SignatureFailure ReadSignatures(string text, Span<Labelled> signatures, out int count)
    {
        count = 0;
        var reader = new FieldReader(text);
        for (var more = !reader.AtEnd; more;)
        {
            if (count == signatures.Length)
            {
                return SignatureFailure.TooLarge;
            }

            var start = reader.Position;
            if (!reader.TryReadKey(out var label)
                || !reader.TryConsume('=')
                || !reader.TryReadValue(out var token)
                || token.Kind != StructuredValueKind.Bytes
                || !StructuredFieldParser.TryParseParameters(ref reader, text, out _)
                || Find(text, signatures[..count], label) >= 0)
            {
                return SignatureFailure.Malformed;
            }

            signatures[count++] = new Labelled(start, label.Length, token);
            if (!reader.TryReadSeparator(out more))
            {
                return SignatureFailure.Malformed;
            }
        }

        return SignatureFailure.None;
    }

    private static int Find(string text, ReadOnlySpan<Labelled> signatures, ReadOnlySpan<char> label)
    {
        for (var i = 0; i < signatures.Length; i++)
        {
            if (label.SequenceEqual(text.AsSpan(signatures[i].Start, signatures[i].Length)))
            {
                return i;
            }
        }

        return -1;
    }

    private SignatureFailure ReadInputs(string signatureField, scoped ReadOnlySpan<Labelled> signatures, ReceivedSignature[] received)
    {
        var count = 0;
        for (var more = !_reader.AtEnd; more;)
        {
            if (!_reader.TryReadKey(out var label) || !_reader.TryConsume('='))
            {
                return SignatureFailure.Malformed;
            }

            var place = Find(signatureField, signatures, label);
            if (place < 0 || IsTaken(received.AsSpan(0, count), label))
            {
                return SignatureFailure.Malformed;
            }

            var start = _reader.Position;
            _isCanonical = true;
            var failure = ReadComponents(out var components);
            if (failure != SignatureFailure.None)
            {
                return failure;
            }

            failure = ReadParameters();
            if (failure != SignatureFailure.None)
            {
                return failure;
            }

            var input = new SignatureInputText(_text, start, _reader.Position, _isCanonical);
            received[count++] = new ReceivedSignature(LabelText(label), components, Parameters(), input, signatureField, signatures[place].Signature);
            if (!_reader.TryReadSeparator(out more))
            {
                return SignatureFailure.Malformed;
            }
        }

        return count == signatures.Length && count > 0 ? SignatureFailure.None : SignatureFailure.Malformed;
    }

    private static bool IsTaken(ReadOnlySpan<ReceivedSignature> received, ReadOnlySpan<char> label)
    {
        foreach (var signature in received)
        {
            if (label.SequenceEqual(signature.Label))
            {
                return true;
            }
        }

        return false;
    }

    private SignatureFailure ReadComponents(out SignatureComponent[] components)
    {
        components = [];
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

            components = rented.AsSpan(0, count).ToArray();
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

        if (!StructuredFieldParser.TryParseParameters(ref _reader, _text, out var parameters)
            || parameters.Count > SignatureLimits.MaxParameters)
        {
            return false;
        }

        component = new SignatureComponent(Text(token), parameters);
        _isCanonical &= Ascii.Equals(component.Identifier, _text.AsSpan(start, _reader.Position - start));
        return true;
    }

    private readonly SignatureParameters Parameters() => new()
    {
        Created = _created,
        Expires = _expires,
        KeyId = _keyId,
        Nonce = _nonce,
        Algorithm = _algorithm,
        Tag = _tag,
    };

    private SignatureFailure ReadParameters()
    {
        _created = _expires = null;
        _keyId = _nonce = _algorithm = _tag = null;
        Span<(int Start, int Length)> seen = stackalloc (int, int)[SignatureLimits.MaxParameters];
        for (var count = 0; _reader.TryConsume(';'); count++)
        {
            if (count == SignatureLimits.MaxParameters)
            {
                return SignatureFailure.TooLarge;
            }

            _isCanonical &= _reader.SkipSpaces() == 0;
            var start = _reader.Position;
            if (!_reader.TryReadKey(out var key))
            {
                return SignatureFailure.Malformed;
            }

            foreach (var other in seen[..count])
            {
                if (key.SequenceEqual(_text.AsSpan(other.Start, other.Length)))
                {
                    return SignatureFailure.Malformed;
                }
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

    /// <summary>Takes the value of a parameter that RFC 9421 defines; fails when it is of another type than defined.</summary>
    private bool TryTake(ReadOnlySpan<char> key, FieldToken? value) => key switch
    {
        "created" => TryTakeInteger(value, out _created),
        "expires" => TryTakeInteger(value, out _expires),
        "keyid" => TryTakeString(value, out _keyId),
        "nonce" => TryTakeString(value, out _nonce),
        "alg" => TryTakeString(value, out _algorithm),
        "tag" => TryTakeString(value, out _tag),
        _ => true,
    };

    private static bool TryTakeInteger(FieldToken? value, out long? number)
    {
        number = value?.Number;
        return value?.Kind == StructuredValueKind.Integer;
    }

    private readonly bool TryTakeString(FieldToken? value, out string? text)
    {
        text = value is { Kind: StructuredValueKind.String } token ? Text(token) : null;
        return text is not null;
    }

    private static string LabelText(ReadOnlySpan<char> label) =>
        label.SequenceEqual(HttpMessageSigner.DefaultLabel) ? HttpMessageSigner.DefaultLabel : label.ToString();

    private readonly ReadOnlySpan<char> Content(FieldToken token) => _text.AsSpan(token.Start, token.Length);

    private readonly string Text(FieldToken token)
    {
        var content = Content(token);
        if (token.IsEscaped)
        {
            return FieldText.Unescape(content);
        }

        return content switch
        {
            "ocm" => "ocm",
            "ed25519" => SignatureAlgorithmRegistry.Ed25519,
            _ => content.ToString(),
        };
    }

    /// <summary>Whether the token's text is known to be what a serializer writes; a false alarm costs time only.</summary>
    private readonly bool IsCanonical(FieldToken token) => token.Kind switch
    {
        StructuredValueKind.String or StructuredValueKind.Token => true,
        StructuredValueKind.Integer => _text[token.Start] is >= '1' and <= '9',
        _ => false,
    };
}
