namespace Ocm.Conformance.BadInput;

/// <summary>A document with one field in one form.</summary>
/// <param name="Document">The document.</param>
/// <param name="Field">The field.</param>
/// <param name="What">What is in its place.</param>
/// <param name="Old">The document of the older form with it.</param>
/// <param name="Draft">That of the draft with it.</param>
/// <param name="IsBad">Whether the draft refuses it.</param>
/// <param name="Value">What the table says of it.</param>
internal sealed record OldDocumentCase(OldDocument Document, string Field, string What, string Old, string Draft, bool IsBad, OldDocumentValue? Value)
{
    public override string ToString() => $"{Document}, {Field}, {What}";
}
