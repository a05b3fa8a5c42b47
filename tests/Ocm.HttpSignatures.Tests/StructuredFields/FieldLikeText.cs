namespace Ocm.HttpSignatures.Tests.StructuredFields;

/// <summary>Text of the characters that structured fields are made of, in any order.</summary>
/// <param name="Value">The text.</param>
public sealed record FieldLikeText(string Value);
