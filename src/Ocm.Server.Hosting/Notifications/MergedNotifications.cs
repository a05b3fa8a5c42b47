using System.Buffers;
using System.Text.Json;
using Ocm.Addresses;
using Ocm.Delivery;
using Ocm.Notifications;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Notifications;

/// <summary>
/// Adds to a notification what servers before 1.4 look for: one family the share's secret, the other the grantee. Only for
/// shares that the secret itself opens, and which that server therefore has already.
/// </summary>
internal sealed class MergedNotifications(IShareStore store)
{
    internal async ValueTask<OcmNotification> ApplyAsync(OutboxItem item, OcmNotification notification, CancellationToken cancellationToken)
    {
        var (secret, grantee) = await FindAsync(item, cancellationToken).ConfigureAwait(false);
        return secret is null || grantee is null ? notification : notification with { Notification = Merge(notification, secret, grantee) };
    }

    private async ValueTask<(SecretString? Secret, OcmAddress? Grantee)> FindAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        if (await store.FindSentAsync(item.ProviderId, cancellationToken).ConfigureAwait(false) is { AllowsSecretAccess: true } sent
            && sent.ShareWith.Host == item.Destination)
        {
            return (sent.Secret, sent.ShareWith);
        }

        return await store.FindReceivedAsync(item.Destination, item.ProviderId, cancellationToken).ConfigureAwait(false)
            is { Protocol.MustExchangeToken: false } received
            ? (received.Protocol.WebDav?.SharedSecret ?? received.Protocol.OptionsSecret, received.ShareWith)
            : (null, null);
    }

    private static JsonElement Merge(OcmNotification notification, SecretString secret, OcmAddress grantee)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (notification.Notification is { ValueKind: JsonValueKind.Object } parameters)
            {
                foreach (var member in parameters.EnumerateObject().Where(member => member.Name is not ("sharedSecret" or "grantee" or "message")))
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteString("sharedSecret", secret.Reveal());
            writer.WriteString("grantee", grantee.ToString());
            writer.WriteString("message", Text(notification.NotificationType));
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static string Text(NotificationType type) =>
        type == NotificationType.ShareAccepted ? "Recipient accepted the share"
        : type == NotificationType.ShareDeclined ? "Recipient declined the share"
        : type == NotificationType.ShareUnshared ? "File was unshared"
        : "Share has changed";
}
