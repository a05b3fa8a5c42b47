using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Shares;

/// <summary>
/// Tells the receiving server that a share was created: the body of <c>POST {endPoint}/shares</c>
/// (draft: Share Creation Notification, Fields).
/// </summary>
public sealed record ShareCreationNotification : IOcmMessage<ShareCreationNotification>
{
    /// <summary>The recipient, at the receiving server.</summary>
    [JsonPropertyName("shareWith")]
    public required OcmAddress ShareWith { get; init; }

    /// <summary>The name of the resource, for people.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>A description of the resource, for people.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Identifies the share at the sending server; unique for each resource and share.</summary>
    [JsonPropertyName("providerId")]
    public required string ProviderId { get; init; }

    /// <summary>Who owns the resource.</summary>
    [JsonPropertyName("owner")]
    public required OcmAddress Owner { get; init; }

    /// <summary>Who shares the resource; its host is the sending server.</summary>
    [JsonPropertyName("sender")]
    public required OcmAddress Sender { get; init; }

    /// <summary>The owner's name, for people.</summary>
    [JsonPropertyName("ownerDisplayName")]
    public string? OwnerDisplayName { get; init; }

    /// <summary>The sender's name, for people.</summary>
    [JsonPropertyName("senderDisplayName")]
    public string? SenderDisplayName { get; init; }

    /// <summary>Whether <see cref="ShareWith"/> is a user or a group.</summary>
    [JsonPropertyName("shareType")]
    public required ShareType ShareType { get; init; }

    /// <summary>What is shared.</summary>
    [JsonPropertyName("resourceType")]
    public required ResourceType ResourceType { get; init; }

    /// <summary>When the share ends, in seconds since 1970-01-01T00:00:00Z; null where it does not.</summary>
    [JsonPropertyName("expiration")]
    public long? Expiration { get; init; }

    /// <summary>How the resource is accessed.</summary>
    [JsonPropertyName("protocol")]
    public required ShareProtocols Protocol { get; init; }

    /// <summary>Members that this version does not know; kept when the message is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }

    /// <inheritdoc />
    static JsonTypeInfo<ShareCreationNotification> IOcmMessage<ShareCreationNotification>.JsonType => OcmJsonContext.Default.ShareCreationNotification;

    /// <inheritdoc />
    static IReadOnlyList<ValidationError> IOcmMessage<ShareCreationNotification>.Validate(JsonElement message) => ShareCreationNotificationRules.Validate(message);
}
