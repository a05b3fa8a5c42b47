using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ocm.Errors;

/// <summary>The JSON body of an error answer outside the token endpoint (OpenAPI: <c>Error</c>).</summary>
public sealed record OcmErrorBody
{
    /// <summary>What went wrong, in one line.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }

    /// <summary>The mistakes, one per field; present on 400.</summary>
    [JsonPropertyName("validationErrors")]
    public IReadOnlyList<ValidationError>? ValidationErrors { get; init; }

    /// <summary>Members that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }
}
