using System.Globalization;
using System.Text;
using Ocm.Testing.Simulators;

namespace Ocm.Conformance.Dialects;

/// <summary>Peers and operations, and what is expected of each pair.</summary>
internal static class LegacyMatrix
{
    internal static IReadOnlyList<LegacyOperation> Operations { get; } =
    [
        new("discover", rig => rig.DiscoverAsync()),
        new("share a file to it", rig => rig.ShareFileAsync()),
        new("share a folder to it", rig => rig.ShareFolderAsync()),
        new("it reads our file, until we unshare", rig => rig.ServeAsync()),
        new("unshare", rig => rig.UnshareAsync()),
        new("it declines", rig => rig.HearDeclineAsync()),
        new("take its share", rig => rig.TakeShareAsync()),
        new("read its file", rig => rig.ReadAsync()),
        new("accept", rig => rig.AcceptAsync()),
        new("decline", rig => rig.DeclineAsync()),
        new("it unshares", rig => rig.HearUnshareAsync()),
        new("it accepts our invite", rig => rig.InviteThemAsync()),
        new("accept its invite", rig => rig.AcceptTheirInviteAsync()),
    ];

    private static readonly Dictionary<(LegacyServerFamily, string), LegacyCell> Exceptions = new()
    {
        [(LegacyServerFamily.Ocis, "it declines")] = NeverSent("oCIS sends unsharing only."),
        [(LegacyServerFamily.Ocis, "accept")] = NotApplied("oCIS refuses this type with 400."),
        [(LegacyServerFamily.Ocis, "decline")] = NotApplied("oCIS refuses this type with 400."),
        [(LegacyServerFamily.Ocis, "it unshares")] = new("401", "The notification has no signature and no secret: anybody could send it."),
        [(LegacyServerFamily.OpenCloud, "unshare")] = OnlyLogged,
        [(LegacyServerFamily.OpenCloud, "it declines")] = NeverSent("OpenCloud sends no notifications."),
        [(LegacyServerFamily.OpenCloud, "accept")] = OnlyLogged,
        [(LegacyServerFamily.OpenCloud, "decline")] = OnlyLogged,
        [(LegacyServerFamily.OpenCloud, "it unshares")] = NeverSent("OpenCloud sends no notifications; the next access fails."),
        [(LegacyServerFamily.CernBox, "unshare")] = OnlyLogged,
        [(LegacyServerFamily.CernBox, "it declines")] = NeverSent("CERNBox sends no notifications."),
        [(LegacyServerFamily.CernBox, "accept")] = OnlyLogged,
        [(LegacyServerFamily.CernBox, "decline")] = OnlyLogged,
        [(LegacyServerFamily.CernBox, "it unshares")] = NeverSent("CERNBox sends no notifications; the next access fails."),
        [(LegacyServerFamily.Seafile, "accept")] = NotApplied("Seafile refuses this type with 400."),
        [(LegacyServerFamily.Seafile, "it accepts our invite")] = new("has none", "Seafile takes no part in invites."),
        [(LegacyServerFamily.Seafile, "accept its invite")] = new("has none", "Seafile takes no part in invites."),
    };

    private static LegacyCell OnlyLogged => NotApplied("Notifications are written to its log and nothing follows; the share no longer opens all the same.");

    internal static LegacyCell Expected(LegacyServerFamily family, LegacyOperation operation) =>
        Exceptions.GetValueOrDefault((family, operation.Name)) ?? new LegacyCell("yes", string.Empty);

    /// <summary>The matrix as Markdown.</summary>
    internal static string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("| operation |").AppendJoin('|', LegacyServerFamily.All.Select(family => $" {family.Name} ")).Append("|\n");
        text.Append("|---|").Append(string.Concat(Enumerable.Repeat("---|", LegacyServerFamily.All.Count))).Append('\n');
        foreach (var operation in Operations)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {operation.Name} |").AppendJoin('|', LegacyServerFamily.All.Select(family => $" {Cell(family, operation)} ")).Append("|\n");
        }

        text.Append('\n');
        foreach (var (reason, number) in Reasons)
        {
            text.Append(CultureInfo.InvariantCulture, $"{number}. {reason}\n");
        }

        return text.ToString();
    }

    private static Dictionary<string, int> Reasons { get; } = Exceptions.Values
        .Select(cell => cell.Reason).Distinct(StringComparer.Ordinal).Select((reason, index) => (reason, index)).ToDictionary(pair => pair.reason, pair => pair.index + 1, StringComparer.Ordinal);

    private static string Cell(LegacyServerFamily family, LegacyOperation operation) => Expected(family, operation) is var cell && cell.Reason.Length == 0
        ? cell.Outcome
        : string.Create(CultureInfo.InvariantCulture, $"{cell.Outcome} ({Reasons[cell.Reason]})");

    private static LegacyCell NeverSent(string reason) => new("never sent", reason);

    private static LegacyCell NotApplied(string reason) => new("told, not applied", reason);
}
