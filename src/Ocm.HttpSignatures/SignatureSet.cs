using System.Diagnostics.CodeAnalysis;
using Ocm.HttpSignatures.Components;

namespace Ocm.HttpSignatures;

/// <summary>The signatures of a received message, parsed and not yet verified.</summary>
public sealed class SignatureSet
{
    /// <summary>The name of the field with components and parameters.</summary>
    public const string SignatureInputFieldName = "Signature-Input";

    /// <summary>The name of the field with the signatures.</summary>
    public const string SignatureFieldName = "Signature";

    private readonly ReceivedSignature[] _signatures;

    internal SignatureSet(ReceivedSignature[] signatures) => _signatures = signatures;

    /// <summary>The set of a message without signatures.</summary>
    public static SignatureSet Empty { get; } = new([]);

    /// <summary>The signatures, in the order of <c>Signature-Input</c>.</summary>
    public ReadOnlySpan<ReceivedSignature> Signatures => _signatures;

    /// <summary>Parses the signatures of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="signatures">The signatures; an empty set when the request has neither field.</param>
    /// <param name="failure">Why the fields cannot be parsed.</param>
    /// <returns>Whether the fields are well-formed and belong together. When not, the message must be refused, not taken as unsigned.</returns>
    public static bool TryParse(HttpRequestView request, [NotNullWhen(true)] out SignatureSet? signatures, out SignatureFailure failure)
    {
        ArgumentNullException.ThrowIfNull(request);
        return TryParse(request.GetHeaderLines("signature-input"), request.GetHeaderLines("signature"), out signatures, out failure);
    }

    /// <summary>Parses the two fields of a message.</summary>
    /// <param name="signatureInput">The lines of <c>Signature-Input</c>.</param>
    /// <param name="signature">The lines of <c>Signature</c>.</param>
    /// <param name="signatures">The signatures; an empty set when neither field is there.</param>
    /// <param name="failure">Why the fields cannot be parsed.</param>
    /// <returns>Whether the fields are well-formed and belong together. When not, the message must be refused, not taken as unsigned.</returns>
    public static bool TryParse(
        HeaderLines signatureInput,
        HeaderLines signature,
        [NotNullWhen(true)] out SignatureSet? signatures,
        out SignatureFailure failure)
    {
        signatures = Empty;
        failure = SignatureFailure.None;
        if (signatureInput.Count == 0 && signature.Count == 0)
        {
            return true;
        }

        var inputText = signatureInput.Combine();
        var signatureText = signature.Combine();
        if (inputText is null || signatureText is null)
        {
            failure = SignatureFailure.Malformed;
        }
        else if (inputText.Length > SignatureLimits.MaxSignatureInputLength || signatureText.Length > SignatureLimits.MaxSignatureLength)
        {
            failure = SignatureFailure.TooLarge;
        }
        else
        {
            failure = SignatureFieldsParser.Parse(inputText, signatureText, out var received);
            signatures = new SignatureSet(received);
        }

        signatures = failure == SignatureFailure.None ? signatures : null;
        return failure == SignatureFailure.None;
    }

    /// <summary>Looks for the signature with a tag; labels and order do not matter.</summary>
    /// <param name="tag">The tag, compared character by character.</param>
    /// <param name="signature">The signature, when exactly one has the tag.</param>
    /// <returns>Whether none, one or several have the tag.</returns>
    public SignatureSelection FindByTag(string tag, out ReceivedSignature? signature)
    {
        signature = null;
        foreach (var candidate in _signatures)
        {
            if (!string.Equals(candidate.Parameters.Tag, tag, StringComparison.Ordinal))
            {
                continue;
            }

            if (signature is not null)
            {
                signature = null;
                return SignatureSelection.Several;
            }

            signature = candidate;
        }

        return signature is null ? SignatureSelection.None : SignatureSelection.One;
    }
}
