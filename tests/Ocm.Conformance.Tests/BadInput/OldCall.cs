using Ocm.Serialization;

namespace Ocm.Conformance.BadInput;

/// <summary>
/// A call in the form of an older server. A bad field is answered with 400 and the field's name, as in the posture Strict; where
/// it is answered otherwise, or taken, <paramref name="Values"/> says so.
/// </summary>
/// <param name="Name">The call.</param>
/// <param name="Path">Where it is posted.</param>
/// <param name="Json">The message as it is taken; the names of <see cref="Scene"/> stand in for what is known only when it runs.</param>
/// <param name="Fields">Each field of the older form.</param>
/// <param name="Values">What is answered otherwise, and what is taken.</param>
internal sealed record OldCall(string Name, string Path, string Json, FieldRule[] Fields, OldValue[] Values)
{
    /// <summary>Whether it comes signed, as OCM 1.3 had it, or unsigned.</summary>
    internal bool IsSigned { get; init; }

    /// <summary>What the draft, and so the answer, calls a field that has another name in the older form.</summary>
    internal IReadOnlyDictionary<string, string> DraftNames { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal int Success => Path == "/ocm/invite-accepted" ? 200 : 201;

    /// <summary>The bad values, with what is answered to them.</summary>
    internal IEnumerable<(string What, string Json, OldValue Expected)> Refused() =>
        Fields.SelectMany(field => FieldVariants.Of(Json, field)
                .Where(variant => variant.Bad && !Values.Any(value => value.Field == field.Path && value.Value == variant.What))
                .Select(variant => (variant.What, variant.Json, OldValue.Refused(field.Path, variant.What, 400, NameOf(field.Path)))))
            .Concat(Values.Where(value => value.Status >= 400).Select(value => (value.Value, With(value), value)));

    /// <summary>What is taken, with what becomes of it.</summary>
    internal IEnumerable<(string What, string Json, OldValue Expected)> Taken() =>
        Values.Where(value => value.Status < 400).Select(value => (value.Value, With(value), value));

    public override string ToString() => Name;

    private string NameOf(string field) => DraftNames.GetValueOrDefault(field, field);

    // A variant by its name, or else a value as JSON.
    private string With(OldValue value) =>
        Fields.Where(field => field.Path == value.Field).SelectMany(field => FieldVariants.Of(Json, field)).FirstOrDefault(variant => variant.What == value.Value).Json
        ?? FieldVariants.With(Json, value.Field, value.Value);
}
