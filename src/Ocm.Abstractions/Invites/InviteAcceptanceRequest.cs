using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Serialization;
using Ocm.Tokens;

namespace Ocm.Invites;

/// <summary>
/// Tells the inviting server that its invite was accepted: the body of <c>POST {endPoint}/invite-accepted</c>
/// (draft: Invite Acceptance Request Details).
/// </summary>
public sealed record InviteAcceptanceRequest : IOcmMessage<InviteAcceptanceRequest>
{
    /// <summary>The invite receiver's server.</summary>
    [JsonPropertyName("recipientProvider")]
    public required OcmHost RecipientProvider { get; init; }

    /// <summary>The invite token.</summary>
    [JsonPropertyName("token")]
    public required SecretString Token { get; init; }

    /// <summary>The invite receiver's identifier at its server.</summary>
    [JsonPropertyName("userID")]
    public required string UserId { get; init; }

    /// <summary>The invite receiver's mail address; informational, may be empty.</summary>
    [JsonPropertyName("email")]
    public required string Email { get; init; }

    /// <summary>The invite receiver's name, for people; may be empty.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Members that this version does not know; kept when the message is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }

    /// <inheritdoc />
    static JsonTypeInfo<InviteAcceptanceRequest> IOcmMessage<InviteAcceptanceRequest>.JsonType => OcmJsonContext.Default.InviteAcceptanceRequest;

    /// <inheritdoc />
    static IReadOnlyList<ValidationError> IOcmMessage<InviteAcceptanceRequest>.Validate(JsonElement message)
    {
        List<ValidationError> errors = [];
        var fields = new FieldReader(message, errors);
        fields.RequiredHost("recipientProvider");
        fields.RequiredText("token", maxLength: InviteString.MaxTokenLength);
        fields.RequiredIdentifier("userID");
        fields.RequiredText("email", mayBeEmpty: true, maxLength: 1024);
        fields.RequiredText("name", mayBeEmpty: true, maxLength: 1024);
        return errors;
    }
}
