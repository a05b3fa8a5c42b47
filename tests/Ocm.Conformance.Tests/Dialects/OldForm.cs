using System.Text.Json.Nodes;
using Ocm.Client.Dialects;

namespace Ocm.Conformance.Dialects;

/// <summary>A received message in an older form, signed by a server that the strict posture would believe.</summary>
/// <param name="Kind">The message.</param>
/// <param name="Tolerance">The tolerance that reads it.</param>
/// <param name="Strict">The status in the strict posture, and for a server of the draft in any.</param>
/// <param name="Interoperable">The status for an older server.</param>
/// <param name="Change">Brings the draft's message into the older form.</param>
internal sealed record OldForm(LegacyMessageKind Kind, string Tolerance, int Strict, int Interoperable, Action<JsonObject> Change)
{
    /// <summary>The status for a server of the draft in the interoperable posture, where nobody can tell that it is one.</summary>
    public int? OfTheDraft { get; init; }

    /// <summary>The content type, where it is another one than the draft's.</summary>
    public string? ContentType { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{Kind} {Tolerance}";
}
