using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Shares;

/// <summary>The answer 201 to a share creation notification (draft: Share Creation Notification, Response).</summary>
public sealed record ShareCreationResponse : IOcmMessage<ShareCreationResponse>
{
    /// <summary>The recipient's name, for people.</summary>
    [JsonPropertyName("recipientDisplayName")]
    public required string RecipientDisplayName { get; init; }

    /// <summary>The recipient's public keys in OpenSSH's one-line form, where the share offers ssh; a single string is read as a list of one.</summary>
    [JsonPropertyName("recipientPublicKeys")]
    [JsonConverter(typeof(StringOrListConverter))]
    public IReadOnlyList<string>? RecipientPublicKeys { get; init; }

    /// <summary>Members that this version does not know; kept when the message is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }

    /// <inheritdoc />
    static JsonTypeInfo<ShareCreationResponse> IOcmMessage<ShareCreationResponse>.JsonType => OcmJsonContext.Default.ShareCreationResponse;

    /// <inheritdoc />
    static IReadOnlyList<ValidationError> IOcmMessage<ShareCreationResponse>.Validate(JsonElement message)
    {
        List<ValidationError> errors = [];
        var fields = new FieldReader(message, errors);
        fields.RequiredText("recipientDisplayName", mayBeEmpty: true);
        return errors;
    }
}
