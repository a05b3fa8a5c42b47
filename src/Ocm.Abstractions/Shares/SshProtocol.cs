using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ocm.Shares;

/// <summary>How a resource is accessed over SSH with the recipient's key (draft: Protocol details for ssh).</summary>
public sealed record SshProtocol
{
    /// <summary>How the resource is meant to be used; absent means <c>remote</c>.</summary>
    [JsonPropertyName("accessTypes")]
    public IReadOnlyList<AccessType>? AccessTypes { get; init; }

    /// <summary>The address in the form <c>username@host:port/path</c>.</summary>
    [JsonPropertyName("uri")]
    public required string Uri { get; init; }

    /// <summary>Members that this version does not know; kept when the message is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }
}
