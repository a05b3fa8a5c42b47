using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Discovery;

/// <summary>
/// What a server says of itself at <c>/.well-known/ocm</c> (draft: OCM API Discovery, Fields). This is the document as it
/// was sent: its URLs are claims until the discovery of Ocm.Client has validated them.
/// </summary>
public sealed record DiscoveryDocument : IOcmMessage<DiscoveryDocument>
{
    /// <summary>The API version that this SDK speaks.</summary>
    public const string CurrentApiVersion = "1.4.0";

    /// <summary>Whether the server takes OCM calls at all.</summary>
    [JsonPropertyName("enabled")]
    public required bool Enabled { get; init; }

    /// <summary>The API version, such as <c>1.4.0</c>.</summary>
    [JsonPropertyName("apiVersion")]
    public required string ApiVersion { get; init; }

    /// <summary>The URL under which <c>/shares</c>, <c>/notifications</c> and the other endpoints are found.</summary>
    [JsonPropertyName("endPoint")]
    public required string EndPoint { get; init; }

    /// <summary>A friendly name of the server.</summary>
    [JsonPropertyName("provider")]
    public string? Provider { get; init; }

    /// <summary>What can be shared with and from the server, one entry for each name.</summary>
    [JsonPropertyName("resourceTypes")]
    public required IReadOnlyList<ResourceTypeEntry> ResourceTypes { get; init; }

    /// <summary>The optional features of the server.</summary>
    [JsonPropertyName("capabilities")]
    public IReadOnlyList<Capability>? Capabilities { get; init; }

    /// <summary>The conditions that the server puts on share creation notifications.</summary>
    [JsonPropertyName("criteria")]
    public IReadOnlyList<Criterion>? Criteria { get; init; }

    /// <summary>A URL or URL path of the page where a user accepts an invite.</summary>
    [JsonPropertyName("inviteAcceptDialog")]
    public string? InviteAcceptDialog { get; init; }

    /// <summary>The https URL of the server's JWK Set (RFC 7517).</summary>
    [JsonPropertyName("jwksUri")]
    public string? JwksUri { get; init; }

    /// <summary>The URL of the token endpoint of the code flow.</summary>
    [JsonPropertyName("tokenEndPoint")]
    public string? TokenEndPoint { get; init; }

    /// <summary>Members that this version does not know; kept when the document is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }

    /// <summary>Whether the server announces a capability.</summary>
    /// <param name="capability">The capability.</param>
    /// <returns>True where it stands in <see cref="Capabilities"/>.</returns>
    public bool Has(Capability capability) => Capabilities?.Contains(capability) ?? false;

    /// <summary>Whether the server announces a criterion.</summary>
    /// <param name="criterion">The criterion.</param>
    /// <returns>True where it stands in <see cref="Criteria"/>.</returns>
    public bool Has(Criterion criterion) => Criteria?.Contains(criterion) ?? false;

    /// <summary>The entry of a resource type.</summary>
    /// <param name="resourceType">The resource type.</param>
    /// <returns>The entry, or null where the server does not list it.</returns>
    public ResourceTypeEntry? Find(Shares.ResourceType resourceType)
    {
        foreach (var entry in ResourceTypes)
        {
            if (entry.Name == resourceType)
            {
                return entry;
            }
        }

        return null;
    }

    /// <inheritdoc />
    static JsonTypeInfo<DiscoveryDocument> IOcmMessage<DiscoveryDocument>.JsonType => OcmJsonContext.Default.DiscoveryDocument;

    /// <inheritdoc />
    static IReadOnlyList<ValidationError> IOcmMessage<DiscoveryDocument>.Validate(JsonElement message) => DiscoveryDocumentRules.Validate(message);
}
