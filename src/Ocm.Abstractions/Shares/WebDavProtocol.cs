using System.Text.Json;
using System.Text.Json.Serialization;
using Ocm.Tokens;

namespace Ocm.Shares;

/// <summary>How a resource is accessed over WebDAV (draft: Protocol details for webdav).</summary>
public sealed record WebDavProtocol
{
    /// <summary>How the resource is meant to be used; absent means <c>remote</c>.</summary>
    [JsonPropertyName("accessTypes")]
    public IReadOnlyList<AccessType>? AccessTypes { get; init; }

    /// <summary>An absolute URI, or an id under the sending server's advertised WebDAV path.</summary>
    [JsonPropertyName("uri")]
    public required string Uri { get; init; }

    /// <summary>The secret that is exchanged for a token or, where no exchange applies, used as it is.</summary>
    [JsonPropertyName("sharedSecret")]
    public required SecretString SharedSecret { get; init; }

    /// <summary>What the recipient may do; absent means read only.</summary>
    [JsonPropertyName("permissions")]
    public IReadOnlyList<Permission>? Permissions { get; init; }

    /// <summary>What each access requires; never empty where present.</summary>
    [JsonPropertyName("requirements")]
    public IReadOnlyList<Requirement>? Requirements { get; init; }

    /// <summary>The size of the resource in bytes.</summary>
    [JsonPropertyName("size")]
    public long? Size { get; init; }

    /// <summary>Members that this version does not know; kept when the message is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }
}
