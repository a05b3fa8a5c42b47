using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures;

/// <summary>
/// Where one member of <c>Signature-Input</c> stands in the field. The signature base needs it as a serializer writes it,
/// which nearly always is how it was received.
/// </summary>
/// <param name="Field">The whole field.</param>
/// <param name="Start">First character of the inner list.</param>
/// <param name="End">The end of its parameters, exclusive.</param>
/// <param name="IsCanonical">Whether the text is known to be what a serializer writes.</param>
internal readonly record struct SignatureInputText(string Field, int Start, int End, bool IsCanonical)
{
    /// <summary>The inner list with its parameters in canonical form.</summary>
    public ReadOnlySpan<char> Canonical
    {
        get
        {
            var text = Field.AsSpan(Start, End - Start);
            return IsCanonical || !StructuredFieldParser.TryParseList(text, out var list) ? text : list.ToString();
        }
    }
}
