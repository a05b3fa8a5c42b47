using System.Text.Json;

namespace Ocm.Client.Dialects;

/// <summary>A message as the draft writes it, and what had to be rewritten.</summary>
/// <param name="Message">The message in the draft's form.</param>
/// <param name="Tolerances">The names of the tolerances that were used; none where the message was in the draft's form already.</param>
public readonly record struct LegacyReading(JsonElement Message, IReadOnlyList<string> Tolerances)
{
    /// <summary>Whether anything was rewritten.</summary>
    public bool IsLegacy => Tolerances.Count > 0;
}
