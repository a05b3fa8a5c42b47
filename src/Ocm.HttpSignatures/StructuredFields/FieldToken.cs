namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>
/// A bare item as it stands in the text: where its content begins and ends, or its number. Nothing is copied until
/// somebody asks for the value.
/// </summary>
/// <param name="Kind">The type of the bare item.</param>
/// <param name="IsEscaped">Whether the content has escapes that decoding must resolve.</param>
/// <param name="Start">First character of the content, behind an opening delimiter.</param>
/// <param name="Length">Length of the content, without delimiters.</param>
/// <param name="Number">The integer, the date's seconds, the decimal's thousandths, or 0 and 1 for a boolean.</param>
internal readonly record struct FieldToken(StructuredValueKind Kind, bool IsEscaped, int Start, int Length, long Number);
