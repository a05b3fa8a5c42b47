using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ocm.Contacts;

/// <summary>A mail address on a <see cref="JsContactCard"/> (RFC 9553, section 2.3.1).</summary>
public sealed record JsContactEmail
{
    /// <summary>The mail address.</summary>
    [JsonPropertyName("address")]
    public required string Address { get; init; }

    /// <summary>Members that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }
}
