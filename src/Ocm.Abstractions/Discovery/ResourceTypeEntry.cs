using System.Text.Json;
using System.Text.Json.Serialization;
using Ocm.Serialization;
using Ocm.Shares;

namespace Ocm.Discovery;

/// <summary>One kind of resource that a server shares and receives (draft: Discovery, resourceTypes).</summary>
public sealed record ResourceTypeEntry
{
    /// <summary>What is added to a protocol's name where the receiving role is meant.</summary>
    public const string ReceiveSuffix = "-receive";

    /// <summary>The resource type; unique in the document.</summary>
    [JsonPropertyName("name")]
    public required ResourceType Name { get; init; }

    /// <summary>Who can be a recipient; holds at least <c>user</c>.</summary>
    [JsonPropertyName("shareTypes")]
    public required IReadOnlyList<ShareType> ShareTypes { get; init; }

    /// <summary>
    /// A member named like a protocol announces the sending role, one with the suffix <c>-receive</c> the receiving role;
    /// the value may be any JSON.
    /// </summary>
    [JsonPropertyName("protocols")]
    public required IReadOnlyDictionary<string, JsonElement> Protocols { get; init; }

    /// <summary>Members that this version does not know; kept when the document is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }

    /// <summary>The path (or, from older servers, URL) under which WebDAV shares with a relative URI are found.</summary>
    [JsonIgnore]
    public string? WebDavPath => Text(ProtocolName.WebDav.Value);

    /// <summary>Whether the server receives shares of this type over a protocol.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <returns>True where the <c>-receive</c> member is there.</returns>
    public bool Receives(ProtocolName protocol) => Protocols.ContainsKey(protocol.Value + ReceiveSuffix);

    /// <summary>Which form of a WebDAV URI the server takes: <c>absolute</c> or <c>relative</c>; null where it does not say.</summary>
    [JsonIgnore]
    public string? WebDavUriForm => JsonText.TryGet(Member("webdav-receive", "uri") ?? default, out var form) ? form : null;

    /// <summary>Where the server can open a web application; empty where it does not receive web applications.</summary>
    [JsonIgnore]
    public IReadOnlyList<WebAppTarget> WebAppTargets =>
        Member("webapp-receive", "targets") is { ValueKind: JsonValueKind.Array } targets
            ? [.. targets.EnumerateArray().Select(t => JsonText.TryGet(t, out var text) ? text : string.Empty).Where(t => t.Length > 0).Select(WebAppTarget.Create)]
            : [];

    private string? Text(string name) =>
        Protocols.TryGetValue(name, out var value) && JsonText.TryGet(value, out var text) ? text : null;

    private JsonElement? Member(string protocol, string name) =>
        Protocols.TryGetValue(protocol, out var value) && value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member)
            ? member
            : null;
}
