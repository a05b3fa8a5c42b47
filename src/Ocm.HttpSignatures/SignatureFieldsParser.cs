using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures;

/// <summary>
/// Parses <c>Signature-Input</c> and <c>Signature</c> together, straight from their text: the general object model would
/// cost several times the allocation. What two parsers could read differently (a label or parameter given twice, a
/// parameter of the wrong type, a member of one field without its counterpart) makes the whole message malformed.
/// </summary>
internal static class SignatureFieldsParser
{
    /// <summary>One member of <c>Signature</c>: where its label stands, and its bytes.</summary>
    private readonly record struct Labelled(int Start, int Length, FieldToken Signature);

    public static SignatureFailure Parse(string signatureInput, string signature, out ReceivedSignature[] received)
    {
        received = [];
        Span<Labelled> signatures = stackalloc Labelled[SignatureLimits.MaxSignatures];
        var failure = ReadSignatures(signature, signatures, out var count);
        if (failure == SignatureFailure.None)
        {
            received = new ReceivedSignature[count];
            failure = ReadInputs(signatureInput, signature, signatures[..count], received);
        }

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

    private static SignatureFailure ReadInputs(string inputText, string signatureText, ReadOnlySpan<Labelled> signatures, ReceivedSignature[] received)
    {
        var count = 0;
        var reader = new FieldReader(inputText);
        for (var more = !reader.AtEnd; more;)
        {
            if (!reader.TryReadKey(out var label) || !reader.TryConsume('='))
            {
                return SignatureFailure.Malformed;
            }

            var place = Find(signatureText, signatures, label);
            if (place < 0 || IsTaken(received.AsSpan(0, count), label))
            {
                return SignatureFailure.Malformed;
            }

            var input = new SignatureInputReader(inputText, reader);
            var failure = input.Read();
            if (failure != SignatureFailure.None)
            {
                return failure;
            }

            received[count++] = input.ToSignature(LabelText(label), signatureText, signatures[place].Signature);
            reader = input.Rest;
            if (!reader.TryReadSeparator(out more))
            {
                return SignatureFailure.Malformed;
            }
        }

        return count == signatures.Length && count > 0 ? SignatureFailure.None : SignatureFailure.Malformed;
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

    private static string LabelText(ReadOnlySpan<char> label) =>
        label.SequenceEqual(HttpMessageSigner.DefaultLabel) ? HttpMessageSigner.DefaultLabel : label.ToString();
}
