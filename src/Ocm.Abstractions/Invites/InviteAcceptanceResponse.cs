using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Invites;

/// <summary>The answer 200 to an invite acceptance: who the inviting user is (draft: Invite Acceptance Response Details).</summary>
public sealed record InviteAcceptanceResponse : IOcmMessage<InviteAcceptanceResponse>
{
    /// <summary>The invite sender's identifier at its server.</summary>
    [JsonPropertyName("userID")]
    public required string UserId { get; init; }

    /// <summary>The invite sender's mail address; informational, may be empty.</summary>
    [JsonPropertyName("email")]
    public required string Email { get; init; }

    /// <summary>The invite sender's name, for people; may be empty.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>
    /// Not on the wire: whether the server answered 409 and said again what it had answered before, because the same user accepted
    /// the invite earlier.
    /// </summary>
    [JsonIgnore]
    public bool IsRepeated { get; init; }

    /// <summary>Members that this version does not know; kept when the message is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }

    /// <inheritdoc />
    static JsonTypeInfo<InviteAcceptanceResponse> IOcmMessage<InviteAcceptanceResponse>.JsonType => OcmJsonContext.Default.InviteAcceptanceResponse;

    /// <inheritdoc />
    static IReadOnlyList<ValidationError> IOcmMessage<InviteAcceptanceResponse>.Validate(JsonElement message)
    {
        List<ValidationError> errors = [];
        var fields = new FieldReader(message, errors);
        fields.RequiredIdentifier("userID");
        fields.RequiredText("email", mayBeEmpty: true, maxLength: 1024);
        fields.RequiredText("name", mayBeEmpty: true, maxLength: 1024);
        return errors;
    }
}
