using System.Globalization;
using System.Text;
using Ocm.Testing.Simulators;
using static Ocm.Testing.Simulators.LegacyServerFamily;

namespace Ocm.Conformance.Dialects;

/// <summary>Peers and operations, and what is expected of each pair.</summary>
internal static class LegacyMatrix
{
    private const string Told = "told, not applied";
    private const string Never = "never sent";

    private static readonly string[] Exchanges = ["it exchanges a token for our file", "exchange a token for its file"];

    internal static IReadOnlyList<LegacyOperation> Operations { get; } =
    [
        new("discover", rig => rig.DiscoverAsync()),
        new("share a file to it", rig => rig.ShareFileAsync()),
        new("share a folder to it", rig => rig.ShareFolderAsync()),
        new("it reads our file, until we unshare", rig => rig.ServeAsync()),
        new("it exchanges a token for our file", LegacyTokens.ExchangeOursAsync),
        new("unshare", rig => rig.UnshareAsync()),
        new("it accepts", rig => rig.HearAcceptAsync()),
        new("it declines", rig => rig.HearDeclineAsync()),
        new("change the permissions", LegacyReshares.ChangePermissionsAsync),
        new("it asks us to reshare", LegacyReshares.HearAsync),
        new("take its file", rig => rig.TakeShareAsync()),
        new("take its folder", rig => rig.TakeFolderAsync()),
        new("read its file", rig => rig.ReadAsync()),
        new("exchange a token for its file", LegacyTokens.ExchangeTheirsAsync),
        new("accept", rig => rig.AcceptAsync()),
        new("decline", rig => rig.DeclineAsync()),
        new("it unshares", rig => rig.HearUnshareAsync()),
        new("it changes the permissions", LegacyReshares.HearPermissionsAsync),
        new("ask it to reshare", LegacyReshares.AskAsync),
        new("take the wish back", LegacyReshares.UndoAsync),
        new("it accepts our invite", rig => rig.InviteThemAsync()),
        new("accept its invite", rig => rig.AcceptTheirInviteAsync()),
    ];

    // For whom, in which operations, what comes instead, and why.
    private static readonly (LegacyServerFamily[] Families, string[] Operations, string Outcome, string Reason)[] Table =
    [
        ([Nextcloud, Ocis, OpenCloud, Seafile, Ocm10, Ocm11, Ocm12], Exchanges, "has none", "It exchanges no tokens; its shares, and shares to it, open by their secret."),
        ([CernBox], Exchanges, "has none", "CERNBox can be set up to exchange tokens, but signs nothing, and an unsigned token request is refused (TOK-06): shares to it open by their secret."),
        ([Stub], ["it exchanges a token for our file"], "by secret", "It signs nothing that others can verify, and an unsigned token request is refused (TOK-06): shares to it open by their secret."),

        ([OpenCloud, CernBox], ["unshare", "accept", "decline", "change the permissions", "ask it to reshare"], Told, "It writes notifications to its log, and nothing follows; an ended share no longer opens all the same."),
        ([Ocis], ["accept", "decline", "ask it to reshare"], Told, "oCIS refuses this type with 400."),
        ([Seafile], ["accept", "ask it to reshare"], Told, "Seafile refuses this type with 400."),
        ([GoReference], ["ask it to reshare", "take the wish back"], Told, "It refuses this type with 400."),
        ([Stub], ["unshare", "accept", "decline", "change the permissions", "ask it to reshare"], Told, "The stub takes every notification and acts on none."),
        ([Ocm11, Ocm12], ["change the permissions"], Told, "No version of OCM has this type; servers that know no more than the text refuse it."),
        ([Nextcloud35, NextcloudOfTheDraft], ["unshare"], Told, "It knows a share by its secret, which no notification holds where tokens are exchanged (NOTIF-07); the share no longer opens all the same."),
        ([NextcloudOfTheDraft], ["accept", "decline", "ask it to reshare", "take the wish back"], Told, "It knows a share by its secret, which a server of the draft is not sent (NOTIF-05)."),

        ([Nextcloud, Nextcloud35, NextcloudOfTheDraft, Seafile, GoReference, Ocm10, Ocm13], ["change the permissions"], "not told", "It has no message for that, or exchanges tokens and is known by no secret; the change holds from the next access, and WebDAV shows it."),
        ([Ocis, OpenCloud, CernBox, Seafile, Stub, Ocm10, Ocm11, Ocm12, Ocm13], ["take the wish back"], "not told", "Its answer to a wish names nothing by which to take it back."),
        ([Ocis], ["it accepts", "it declines", "it asks us to reshare"], Never, "oCIS tells of unsharing and of changed permissions only."),
        ([Ocis], ["it unshares"], "401", "The notification has no signature and no secret: anybody could send it. The next access fails."),
        ([OpenCloud, CernBox, Stub], ["it accepts", "it declines", "it unshares", "it asks us to reshare", "it changes the permissions"], Never, "It sends no notifications; what it has ended fails at the next access."),
        ([Seafile], ["it accepts", "it asks us to reshare"], Never, "Seafile tells of unsharing and of declined shares only."),
        ([GoReference], ["it unshares", "it asks us to reshare"], Never, "It tells of accepted and declined shares only."),
        ([Nextcloud, Nextcloud35, NextcloudOfTheDraft, Seafile, GoReference, Ocm10, Ocm11, Ocm12, Ocm13], ["it changes the permissions"], Never, "It has no message for that; WebDAV shows it."),

        ([Seafile, Stub, Ocm10], ["it accepts our invite", "accept its invite"], "has none", "It takes no part in invites."),
    ];

    private static readonly Dictionary<(LegacyServerFamily, string), LegacyCell> Exceptions = Table
        .SelectMany(row => row.Families.SelectMany(family => row.Operations.Select(operation => ((family, operation), new LegacyCell(row.Outcome, row.Reason)))))
        .ToDictionary();

    internal static LegacyCell Expected(LegacyServerFamily family, LegacyOperation operation) =>
        Exceptions.GetValueOrDefault((family, operation.Name)) ?? new LegacyCell("yes", string.Empty);

    internal static bool HasNoTokens(LegacyServerFamily family) => Exceptions.TryGetValue((family, Exchanges[1]), out var cell) && cell.Outcome == "has none";

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
}
