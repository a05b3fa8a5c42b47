using Ocm.Serialization;

namespace Ocm.Conformance.BadInput;

/// <summary>
/// A discovery document as an older server writes it, beside the one that says the same as the draft has it. What the table does
/// not name is read from both alike.
/// </summary>
/// <param name="Name">The server.</param>
/// <param name="Path">Where it serves the document.</param>
/// <param name="Old">The document; <c>peer.example</c> stands for the server.</param>
/// <param name="Draft">The same in the draft's form.</param>
/// <param name="Fields">Each field of the older form.</param>
/// <param name="Values">The values that are read otherwise than the draft's own reading would have them.</param>
internal sealed record OldDocument(string Name, string Path, string Old, string Draft, FieldRule[] Fields, OldDocumentValue[] Values)
{
    /// <summary>What the draft, and so the failure, calls a field that stands elsewhere in the older form.</summary>
    internal string NameOf(string field) => Old.Contains("\"resourceTypes\":{", StringComparison.Ordinal)
        ? field.Replace("resourceTypes.", "resourceTypes[0].", StringComparison.Ordinal)
        : field;

    /// <summary>Each field in each form, and the other values of the table.</summary>
    internal IEnumerable<OldDocumentCase> Cases()
    {
        foreach (var field in Fields)
        {
            var drafts = FieldVariants.Of(Draft, field with { Path = NameOf(field.Path) }).ToDictionary(variant => variant.What, variant => variant.Json, StringComparer.Ordinal);
            foreach (var (what, json, bad) in FieldVariants.Of(Old, field))
            {
                yield return new OldDocumentCase(this, field.Path, what, json, drafts[what], bad, Values.SingleOrDefault(value => value.Field == field.Path && value.What == what));
            }
        }

        foreach (var value in Values.Where(value => value.Json is not null))
        {
            yield return new OldDocumentCase(this, value.Field, value.What, FieldVariants.With(Old, value.Field, value.Json!), Draft, IsBad: false, value);
        }
    }

    public override string ToString() => Name;
}
