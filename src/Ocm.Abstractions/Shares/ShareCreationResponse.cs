using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Shares;

/// <summary>The answer 201 to a share creation notification (draft: Share Creation Notification, Response).</summary>
public sealed record ShareCreationResponse : IOcmMessage<ShareCreationResponse>
{
    private const int MaxKeys = 64;
    private const int MaxKeyLength = 16 * 1024;

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
        CheckKeys(fields);
        return errors;
    }

    // A key becomes a line of an authorized_keys file: a line break in it would be a second line of the peer's choice.
    private static void CheckKeys(FieldReader fields)
    {
        const string Name = "recipientPublicKeys";
        if (fields.Optional(Name) is not { } keys)
        {
            return;
        }

        if (keys.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
        {
            fields.Add(Name, "must be a string or an array of strings");
        }
        else if (keys.ValueKind == JsonValueKind.String ? !IsKey(keys) : keys.GetArrayLength() > MaxKeys || !keys.EnumerateArray().All(IsKey))
        {
            fields.Add(Name, "must hold at most 64 keys of one line each");
        }
    }

    private static bool IsKey(JsonElement key) =>
        JsonText.TryGet(key, out var text) && text.Length is > 0 and <= MaxKeyLength && PlainText.IsLine(text);
}
