using System.Text.Json;
using System.Text.Json.Serialization;
using Ocm.Serialization;
using Ocm.Tokens;

namespace Ocm.Shares;

/// <summary>
/// The <c>protocol</c> of a share creation notification: one object for each offered protocol
/// (draft: Share Creation Notification, Fields).
/// </summary>
public sealed record ShareProtocols
{
    /// <summary>
    /// <c>multi</c>, or the one protocol's name; null means <c>multi</c>. Other members may name further protocols of the
    /// vendor's own (<see cref="Others"/>).
    /// </summary>
    [JsonPropertyName("name")]
    public ProtocolName? Name { get; init; }

    /// <summary>The details of the one protocol in the form of OCM 1.0; deprecated.</summary>
    [JsonPropertyName("options")]
    public JsonElement? Options { get; init; }

    /// <summary>Access over WebDAV.</summary>
    [JsonPropertyName("webdav")]
    public WebDavProtocol? WebDav { get; init; }

    /// <summary>Access by a web application.</summary>
    [JsonPropertyName("webapp")]
    public WebAppProtocol? WebApp { get; init; }

    /// <summary>Access over SSH.</summary>
    [JsonPropertyName("ssh")]
    public SshProtocol? Ssh { get; init; }

    /// <summary>The resource itself, as any JSON value (OCM-Embedded, Section 4). Untrusted; its URLs are never fetched.</summary>
    [JsonPropertyName("embedded")]
    public JsonElement? Embedded { get; init; }

    /// <summary>Protocols that this version does not know, by name.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }

    /// <summary>The secret of the deprecated <see cref="Options"/> form, where there is one.</summary>
    [JsonIgnore]
    public SecretString? OptionsSecret =>
        Options is { ValueKind: JsonValueKind.Object } options && options.TryGetProperty("sharedSecret", out var secret)
            && JsonText.TryGet(secret, out var text) && text.Length > 0
            ? new SecretString(text)
            : null;

    /// <summary>The secret for WebDAV, in whichever form it came (ACC-05): by it an older server also knows the share in notifications.</summary>
    [JsonIgnore]
    public SecretString? WebDavSecret => WebDav?.SharedSecret ?? OptionsSecret;

    /// <summary>The names of all protocols that are offered.</summary>
    /// <returns>Each name once, the registered ones first.</returns>
    public IEnumerable<ProtocolName> Offered()
    {
        if (WebDav is not null || (Name == ProtocolName.WebDav && OptionsSecret is not null))
        {
            yield return ProtocolName.WebDav;
        }

        if (WebApp is not null)
        {
            yield return ProtocolName.WebApp;
        }

        if (Ssh is not null)
        {
            yield return ProtocolName.Ssh;
        }

        if (Embedded is not null)
        {
            yield return ProtocolName.Embedded;
        }

        foreach (var other in Others?.Keys ?? [])
        {
            yield return new ProtocolName(other);
        }
    }

    /// <summary>What the offered protocols require of each access; all that define requirements agree (SHARE-19).</summary>
    [JsonIgnore]
    public IReadOnlyList<Requirement> Requirements => WebDav?.Requirements ?? WebApp?.Requirements ?? [];

    /// <summary>Whether the secret must be exchanged for a token before each access.</summary>
    [JsonIgnore]
    public bool MustExchangeToken => Requirements.Contains(Requirement.MustExchangeToken);

    private static bool IsRegistered(ProtocolName name) =>
        name == ProtocolName.WebDav || name == ProtocolName.WebApp || name == ProtocolName.Ssh || name == ProtocolName.Embedded;

    /// <summary>The names of the registered protocols among the offered ones; never their details, which hold secrets.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"ShareProtocols {{ {string.Join(", ", Offered().Where(IsRegistered))} }}";
}
