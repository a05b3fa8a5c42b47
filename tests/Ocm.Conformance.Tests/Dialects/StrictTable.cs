using Ocm.Testing.Simulators;
using static Ocm.Testing.Simulators.LegacyServerFamily;

namespace Ocm.Conformance.Dialects;

/// <summary>What the strict posture makes of the operations with servers that are not of the draft.</summary>
internal static class StrictTable
{
    /// <summary>Refused before it is sent, or by the other server.</summary>
    internal const string No = "no";

    /// <summary>Whose share cannot be read by the draft; the others' can, and lack a signature of the draft.</summary>
    private static readonly LegacyServerFamily[] Unreadable = [Nextcloud, Seafile, Ocm10];

    /// <summary>Whose discovery document is not at the draft's place, or not of its form.</summary>
    private static readonly LegacyServerFamily[] Undiscovered = [CernBox, Seafile, Ocm10, Ocm11];

    internal static string Expected(LegacyServerFamily family, string operation) => operation switch
    {
        "discover" => Undiscovered.Contains(family) ? No : "yes",
        "it accepts our invite" => HasInvites(family) ? "401" : "has none",
        "accept its invite" => HasInvites(family) ? No : "has none",
        "exchange a token for its file" when LegacyMatrix.HasNoTokens(family) => "has none",
        "take its file" or "take its folder" or "read its file" or "exchange a token for its file" or "accept" or "decline" or "it unshares"
            or "it changes the permissions" or "ask it to reshare" or "take the wish back" => Unreadable.Contains(family) ? "400" : "401",
        _ => No,
    };

    internal static string Word(string outcome) => outcome == "yes" ? outcome : No;

    internal static string ToMarkdown() => "| server | its document | what we send | its shares | its acceptance of an invite |\n|---|---|---|---|---|\n"
        + string.Concat(All.Select(family => family.IsOfTheDraft
            ? $"| {family.Name} | read | as above | as above | as above |\n"
            : $"| {family.Name} | {(Expected(family, "discover") == No ? "not read" : "read")} | refused or not sent | {Expected(family, "take its file")} | {Expected(family, "it accepts our invite")} |\n"));

    private static bool HasInvites(LegacyServerFamily family) => family != Seafile && family != Stub && family != Ocm10;
}
