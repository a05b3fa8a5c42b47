using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ocm.Contacts;

/// <summary>The name on a <see cref="JsContactCard"/> (RFC 9553, section 2.2.1).</summary>
public sealed record JsContactName
{
    /// <summary>The whole name.</summary>
    [JsonPropertyName("full")]
    public string? Full { get; init; }

    /// <summary>Members that this version does not know, such as the name's components.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }
}
