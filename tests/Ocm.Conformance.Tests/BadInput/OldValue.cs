namespace Ocm.Conformance.BadInput;

/// <summary>A value of a field in an older form that is not answered like other bad ones.</summary>
/// <param name="Field">The field, as the older form calls it.</param>
/// <param name="Value">A variant of <c>FieldVariants</c>, or a value as JSON.</param>
/// <param name="Status">What is answered.</param>
/// <param name="Path">The field that the answer names, or where what was taken stands now; null where none is named.</param>
/// <param name="Became">What it became, as text; null for nothing.</param>
internal sealed record OldValue(string Field, string Value, int Status, string? Path, string? Became)
{
    /// <summary>It is refused, and the answer names this field, or none.</summary>
    internal static OldValue Refused(string field, string value, int status, string? named = null) => new(field, value, status, named, Became: null);

    /// <summary>It is taken.</summary>
    internal static OldValue Taken(string field, string value, string path, string? became) => new(field, value, Status: 200, path, became);

    /// <summary>Each of the values is taken, as if the field were not there.</summary>
    internal static IEnumerable<OldValue> LeftOut(string field, params string[] values) => values.Select(value => Taken(field, value, field, became: null));

    /// <summary>Null in these fields is taken, as if the fields were not there.</summary>
    internal static IEnumerable<OldValue> NullsLeftOut(params string[] fields) => fields.Select(field => Taken(field, "null", field, became: null));

    public override string ToString() => $"{Field} {Value}";
}
