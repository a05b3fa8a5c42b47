using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ocm.Errors;
using Ocm.Serialization;
using Ocm.Shares;

namespace Ocm.Notifications;

/// <summary>
/// Tells the other side of a share what has happened to it: the body of <c>POST {endPoint}/notifications</c>
/// (draft: Share Acceptance Notification, Fields; OpenAPI: NewNotification).
/// </summary>
public sealed record OcmNotification : IOcmMessage<OcmNotification>
{
    /// <summary>What has happened.</summary>
    [JsonPropertyName("notificationType")]
    public required NotificationType NotificationType { get; init; }

    /// <summary>The share's resource type; always sent, may be absent on receipt.</summary>
    [JsonPropertyName("resourceType")]
    public ResourceType? ResourceType { get; init; }

    /// <summary>The share, as its sending server named it.</summary>
    [JsonPropertyName("providerId")]
    public required string ProviderId { get; init; }

    /// <summary>Further parameters, an object that depends on the type.</summary>
    [JsonPropertyName("notification")]
    public JsonElement? Notification { get; init; }

    /// <summary>Members that this version does not know; kept when the message is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }

    /// <inheritdoc />
    static JsonTypeInfo<OcmNotification> IOcmMessage<OcmNotification>.JsonType => OcmJsonContext.Default.OcmNotification;

    /// <inheritdoc />
    static IReadOnlyList<ValidationError> IOcmMessage<OcmNotification>.Validate(JsonElement message)
    {
        List<ValidationError> errors = [];
        var fields = new FieldReader(message, errors);
        fields.RequiredText("notificationType", maxLength: 128);
        fields.OptionalText("resourceType", maxLength: 128);
        fields.RequiredText("providerId", maxLength: 512);
        fields.OptionalObject("notification");
        return errors;
    }

    /// <summary>A fixed text: the parameters may hold a secret.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => nameof(OcmNotification);
}
