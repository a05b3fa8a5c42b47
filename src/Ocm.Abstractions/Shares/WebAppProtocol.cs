using System.Text.Json;
using System.Text.Json.Serialization;
using Ocm.Tokens;

namespace Ocm.Shares;

/// <summary>How a resource is opened in a web application of the sending server (draft: Protocol details for webapp).</summary>
public sealed record WebAppProtocol
{
    /// <summary>An absolute URI with a host; for a folder, the root to which relative paths are appended.</summary>
    [JsonPropertyName("uri")]
    public required string Uri { get; init; }

    /// <summary>Where the application may be opened; not empty.</summary>
    [JsonPropertyName("targets")]
    public required IReadOnlyList<WebAppTarget> Targets { get; init; }

    /// <summary>What the recipient may do; not empty.</summary>
    [JsonPropertyName("permissions")]
    public required IReadOnlyList<Permission> Permissions { get; init; }

    /// <summary>What each access requires; holds at least <c>must-exchange-token</c>.</summary>
    [JsonPropertyName("requirements")]
    public required IReadOnlyList<Requirement> Requirements { get; init; }

    /// <summary>The secret that the receiving server exchanges for a token; it never reaches the browser.</summary>
    [JsonPropertyName("sharedSecret")]
    public required SecretString SharedSecret { get; init; }

    /// <summary>The application's name, for people.</summary>
    [JsonPropertyName("appName")]
    public string? AppName { get; init; }

    /// <summary>A media type by which a local icon may be chosen; never fetched or executed.</summary>
    [JsonPropertyName("appIconHint")]
    public string? AppIconHint { get; init; }

    /// <summary>The media types that the application opens; a hint.</summary>
    [JsonPropertyName("mediaTypes")]
    public IReadOnlyList<string>? MediaTypes { get; init; }

    /// <summary>Members that this version does not know; kept when the message is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }
}
