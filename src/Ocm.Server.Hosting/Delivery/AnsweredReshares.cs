using System.Text.Json;
using System.Text.Json.Nodes;
using Ocm.Addresses;
using Ocm.Client.Dialects;
using Ocm.Client.Discovery;
using Ocm.Client.Notifications;
using Ocm.Delivery;
using Ocm.Notifications;
using Ocm.Server.Pipeline;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Server.Delivery;

/// <summary>
/// Keeps what an older server answered to a wish to reshare, and takes the wish back under that name. A server of the draft knows
/// a wish by the share that it was about.
/// </summary>
internal sealed class AnsweredReshares(IShareStore store, ReceivedShareChanges changes, LegacyMessageReader reader)
{
    // More wishes about one share are not kept: the oldest goes.
    private const int Max = 64;

    /// <summary>Keeps the answer to a wish; does nothing for any other item.</summary>
    internal async ValueTask KeepAsync(OutboxItem item, NotificationAnswer answer, CancellationToken cancellationToken)
    {
        if (item.NotificationType == NotificationType.RequestReshare
            && answer is { ProviderId: { } providerId, Token: { } secret }
            && PartyOf(item) is { } shareWith)
        {
            var reshare = new AnsweredReshare(shareWith, providerId, secret);
            await ChangeAsync(item, known => [.. known.Where(other => other.ShareWith != shareWith).TakeLast(Max - 1), reshare], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether a server knows a wish by its own answer alone. Nextcloud ends the share that a <c>RESHARE_UNDO</c> names: it must never
    /// be the one that the wish was about.
    /// </summary>
    internal bool AreNeeded(OutboxItem item, DiscoveredServer server) => item.NotificationType == NotificationType.ReshareUndo && reader.IsTolerantOf(server);

    /// <summary>The notification by which a server hears that a wish is taken back; null where it answered the wish with no share of its own.</summary>
    internal async ValueTask<(string ProviderId, JsonElement Parameters)?> FindAsync(
        OutboxItem item, DiscoveredServer server, CancellationToken cancellationToken)
    {
        if (!AreNeeded(item, server)
            || PartyOf(item) is not { } shareWith
            || await store.FindReceivedAsync(item.Destination, item.ProviderId, cancellationToken).ConfigureAwait(false) is not { } share
            || share.Reshares.FirstOrDefault(known => known.ShareWith == shareWith) is not { } reshare)
        {
            return null;
        }

        var parameters = new JsonObject { ["sharedSecret"] = reshare.Secret.Reveal(), ["message"] = "Reshare was revoked" };
        return (reshare.ProviderId, JsonElement.Parse(parameters.ToJsonString()));
    }

    /// <summary>Forgets the answer to a wish that was taken back.</summary>
    internal ValueTask ForgetAsync(OutboxItem item, CancellationToken cancellationToken) =>
        ChangeAsync(item, known => [.. known.Where(reshare => reshare.ShareWith != PartyOf(item))], cancellationToken);

    private async ValueTask ChangeAsync(
        OutboxItem item, Func<IReadOnlyList<AnsweredReshare>, IReadOnlyList<AnsweredReshare>> change, CancellationToken cancellationToken)
    {
        if (await store.FindReceivedAsync(item.Destination, item.ProviderId, cancellationToken).ConfigureAwait(false) is { } share)
        {
            await changes.ChangeAsync(share.Id, current => (current with { Reshares = change(current.Reshares) }, null), cancellationToken).ConfigureAwait(false);
        }
    }

    private static OcmAddress? PartyOf(OutboxItem item) =>
        item.ParametersJson is { } json && OcmAddress.TryParse(NamedServer.Text(JsonElement.Parse(json), "shareWith"), out var party) ? party : null;
}
