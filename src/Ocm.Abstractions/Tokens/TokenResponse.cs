using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Tokens;

/// <summary>The answer 200 of the token endpoint (draft: Code Flow, Token Response).</summary>
public sealed record TokenResponse : IOcmMessage<TokenResponse>
{
    /// <summary>The one token type.</summary>
    public const string Bearer = "Bearer";

    /// <summary>The bearer token; opaque to the receiving server.</summary>
    [JsonPropertyName("access_token")]
    public required SecretString AccessToken { get; init; }

    /// <summary><c>Bearer</c>, in any case.</summary>
    [JsonPropertyName("token_type")]
    public required string TokenType { get; init; }

    /// <summary>How long the token is good for, in seconds; null where the sending server does not say.</summary>
    [JsonPropertyName("expires_in")]
    public long? ExpiresIn { get; init; }

    /// <summary>Members that this version does not know; kept when the message is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }

    /// <inheritdoc />
    static JsonTypeInfo<TokenResponse> IOcmMessage<TokenResponse>.JsonType => OcmJsonContext.Default.TokenResponse;

    /// <inheritdoc />
    static IReadOnlyList<ValidationError> IOcmMessage<TokenResponse>.Validate(JsonElement message)
    {
        List<ValidationError> errors = [];
        var fields = new FieldReader(message, errors);
        fields.RequiredSecret("access_token", maxLength: 16 * 1024);
        fields.RequiredText("token_type", maxLength: 64);
        fields.OptionalInteger("expires_in", minimum: 1, maximum: int.MaxValue);
        return errors;
    }
}
