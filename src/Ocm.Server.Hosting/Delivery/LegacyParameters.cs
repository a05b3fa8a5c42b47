using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Dialects;
using Ocm.Client.Discovery;
using Ocm.Delivery;
using Ocm.Notifications;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Delivery;

/// <summary>
/// Adds to a notification what an older server knows a share by: its secret (NOTIF-05), and for those that look for it the
/// grantee. Never for a share that uses token exchange (NOTIF-07), and only to the share's own counterpart, which has the
/// secret already.
/// </summary>
internal sealed class LegacyParameters(IShareStore store, IPeerProfiles profiles, OcmServerUris uris, IOptions<WebDavOptions> webdav)
{
    /// <summary>The parameters of a notification as they are sent to a server.</summary>
    internal async ValueTask<JsonElement?> AddAsync(OutboxItem item, DiscoveredServer server, CancellationToken cancellationToken)
    {
        var merges = profiles.Find(server).MergesNotifications;
        var own = item.ParametersJson is { } json ? JsonElement.Parse(json) : (JsonElement?)null;
        if (item.NotificationType == NotificationType.UserRemoved
            || (server.TakesSignatures && !merges)
            || await FindAsync(item, cancellationToken).ConfigureAwait(false) is not ({ } secret, { } grantee))
        {
            return own;
        }

        var parameters = own is { } known ? JsonObject.Create(known)! : [];
        parameters["sharedSecret"] = secret.Reveal();
        if (merges)
        {
            parameters["grantee"] = grantee.ToString();
            parameters.TryAdd("message", Text(item.NotificationType ?? default));
            AddForType(parameters, item, secret);
        }

        return JsonElement.Parse(parameters.ToJsonString());
    }

    private void AddForType(JsonObject parameters, OutboxItem item, SecretString secret)
    {
        if (item.NotificationType == NotificationType.RequestReshare)
        {
            parameters.TryAdd("shareType", ShareType.User.Value);
        }

        // oCIS looks for the whole offer, and applies the permissions of it.
        if (item.NotificationType == NotificationType.ShareChangePermission)
        {
            parameters["protocol"] = new JsonObject
            {
                ["name"] = ProtocolName.Multi.Value,
                ["options"] = new JsonObject(),
                [ProtocolName.WebDav.Value] = new JsonObject
                {
                    ["sharedSecret"] = secret.Reveal(),
                    ["permissions"] = parameters["permissions"]?.DeepClone(),
                    ["uri"] = $"{uris.Absolute(webdav.Value.Path)}/{item.ProviderId}",
                },
            };
        }
    }

    private async ValueTask<(SecretString? Secret, OcmAddress? Grantee)> FindAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        if (await store.FindReceivedAsync(item.Destination, item.ProviderId, cancellationToken).ConfigureAwait(false)
            is { Protocol.MustExchangeToken: false } received)
        {
            return (received.Protocol.WebDavSecret, received.ShareWith);
        }

        return await store.FindSentAsync(item.ProviderId, cancellationToken).ConfigureAwait(false) is { AllowsSecretAccess: true } sent
            && sent.ShareWith.Host == item.Destination
            ? (sent.Secret, sent.ShareWith)
            : (null, null);
    }

    private static string Text(NotificationType type) =>
        type == NotificationType.ShareAccepted ? "Recipient accepted the share"
        : type == NotificationType.ShareDeclined ? "Recipient declined the share"
        : type == NotificationType.ShareUnshared ? "File was unshared"
        : "Share has changed";
}
