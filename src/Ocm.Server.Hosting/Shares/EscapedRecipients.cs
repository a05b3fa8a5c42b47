using Ocm.Addresses;
using Ocm.Server.Parties;
using Ocm.Server.Peers;
using Ocm.Server.Pipeline;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>
/// Recipients whom an older server names escaped as in a URL. An identifier is what it says (ADDR-02): only one that nobody has
/// is read so, and from an older server alone.
/// </summary>
internal sealed class EscapedRecipients(LocalUsers users, OlderServers olderServers, OcmServerMetrics metrics)
{
    /// <summary>The share for whom it is meant.</summary>
    /// <param name="share">The share as the server wrote it.</param>
    /// <param name="server">The server.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The share with the recipient unescaped; the same where it stands for itself.</returns>
    internal async ValueTask<ShareCreationNotification> ReadAsync(
        ShareCreationNotification share, OcmHost server, CancellationToken cancellationToken)
    {
        if (share.ShareType != ShareType.User
            || Unescape(share.ShareWith) is not { } unescaped
            || await users.FindAsync(share.ShareWith.Identifier, cancellationToken).ConfigureAwait(false) is not null
            || !await olderServers.IncludesAsync(server, cancellationToken).ConfigureAwait(false))
        {
            return share;
        }

        metrics.Tolerated("escaped-recipient");
        return share with { ShareWith = unescaped };
    }

    // Null where nothing is escaped, or what is escaped is no text.
    private static OcmAddress? Unescape(OcmAddress address)
    {
        if (!address.Identifier.Contains('%', StringComparison.Ordinal))
        {
            return null;
        }

        var identifier = Uri.UnescapeDataString(address.Identifier);
        return identifier.AsSpan().ContainsAny('%', '\uFFFD') || identifier.Any(char.IsControl)
            || !OcmAddress.TryParse($"{identifier}@{address.Host}", out var unescaped)
            ? null
            : unescaped;
    }
}
