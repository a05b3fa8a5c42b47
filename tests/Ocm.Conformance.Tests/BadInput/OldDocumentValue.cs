using Ocm.Errors;

namespace Ocm.Conformance.BadInput;

/// <summary>What becomes of a value that the table names.</summary>
/// <param name="Field">The field, as the older form calls it.</param>
/// <param name="What">A variant of <c>FieldVariants</c>, or the name of another value.</param>
internal sealed record OldDocumentValue(string Field, string What)
{
    /// <summary>The value, where it is no variant of <c>FieldVariants</c>.</summary>
    internal string? Json { get; init; }

    /// <summary>What is read: the fields of the draft's document that are changed by it, each with its JSON; null for one that is gone.</summary>
    internal (string Path, string? Json)[] Reads { get; init; } = [];

    /// <summary>Why nothing is read.</summary>
    internal OcmFailureKind? Fails { get; init; }

    /// <summary>The field that the failure names; null where it names none.</summary>
    internal string? Named { get; init; }
}
