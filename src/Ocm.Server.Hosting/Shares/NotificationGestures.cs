using System.Buffers;
using System.Text.Json;
using Ocm.Delivery;
using Ocm.Notifications;
using Ocm.Server.Delivery;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>Tells the other side of a share something that changes nothing here: written to the outbox, then sent.</summary>
internal sealed class NotificationGestures(IShareStore store, OutboxItems items, FirstAttempt firstAttempt)
{
    private static readonly NotificationType[] OfTheSdk =
    [
        NotificationType.ShareAccepted, NotificationType.ShareDeclined, NotificationType.ShareUnshared, NotificationType.UserRemoved,
        NotificationType.ShareChangePermission,
    ];

    internal ValueTask TellAsync(SentShare share, NotificationType type, JsonElement? parameters, CancellationToken cancellationToken) =>
        TellAsync(items.ForNotification(share, type), parameters, cancellationToken);

    internal ValueTask TellAsync(ReceivedShare share, NotificationType type, JsonElement? parameters, CancellationToken cancellationToken) =>
        TellAsync(items.ForNotification(share, type), parameters, cancellationToken);

    /// <summary>Whether a vendor may send it as it likes.</summary>
    /// <exception cref="ArgumentException">The SDK has a gesture for this type, or the parameters are none or hold a secret (NOTIF-07).</exception>
    internal static void Check(NotificationType type, JsonElement? parameters)
    {
        if (string.IsNullOrEmpty(type.Value) || OfTheSdk.Contains(type))
        {
            throw new ArgumentException("The type must be given, and be none that has a gesture of its own (accept, decline, unshare).", nameof(type));
        }

        if (parameters is { } value && (value.ValueKind != JsonValueKind.Object || value.TryGetProperty("sharedSecret", out _)))
        {
            throw new ArgumentException("The parameters must be a JSON object, and hold no secret of the share.", nameof(parameters));
        }
    }

    /// <summary>What a wish says to its owner.</summary>
    internal static JsonElement Write(NewReshareWish wish, string askedBy)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("shareWith", wish.ShareWith.ToString());
            writer.WriteString("senderId", askedBy);
            if (wish.Permissions.Count > 0)
            {
                writer.WriteStartArray("permissions");
                foreach (var permission in wish.Permissions)
                {
                    writer.WriteStringValue(permission.Value);
                }

                writer.WriteEndArray();
            }

            if (wish.Message is { } message)
            {
                writer.WriteString("message", message);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(output.WrittenSpan);
    }

    private async ValueTask TellAsync(OutboxItem item, JsonElement? parameters, CancellationToken cancellationToken)
    {
        await store.AddAsync(item with { ParametersJson = parameters?.GetRawText() }, cancellationToken).ConfigureAwait(false);
        await firstAttempt.RunAsync(item.OrderKey, cancellationToken).ConfigureAwait(false);
    }
}
