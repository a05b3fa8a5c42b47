using System.Text.Json;
using Ocm.Discovery;
using Ocm.Serialization;
using Ocm.Shares;

namespace Ocm.Server.Discovery;

/// <summary>
/// The discovery document for readers that older versions were written for: string values only, names of all versions beside
/// each other, and where asked an older version. It promises nothing that the document itself does not.
/// </summary>
internal static class LegacyDiscovery
{
    /// <summary>What readers of OCM 1.1 to 1.3 take.</summary>
    internal const string ApiVersion = "1.3.0";

    /// <summary>What Nextcloud up to 30 takes, which refuses anything above.</summary>
    internal const string CrawlerApiVersion = "1.1";

    private static readonly (Capability Name, string[] Older)[] Capabilities =
    [
        (Capability.Invites, ["/invite-accepted", "invite-accepted"]),
        (Capability.Notifications, ["/notifications"]),
        (Capability.ProtocolObject, ["webdav-uri"]),
    ];

    private static readonly (Criterion Name, string Older)[] Criteria =
    [
        (Criterion.MustUseHttpSig, "http-request-signatures"),
        (Criterion.MustExchangeToken, "token-exchange"),
        (Criterion.MustInvite, "invite"),
    ];

    internal static DiscoveryDocument Render(DiscoveryDocument document, string apiVersion) => document with
    {
        ApiVersion = apiVersion,
        ResourceTypes = [.. document.ResourceTypes.Select(Render).Where(entry => entry.Protocols.Count > 0)],
        Capabilities =
        [
            .. document.Capabilities ?? [],
            .. Capabilities.Where(item => document.Has(item.Name)).SelectMany(item => item.Older).Select(Capability.Create),
        ],
        Criteria = [.. document.Criteria ?? [], .. Criteria.Where(item => document.Has(item.Name)).Select(item => Criterion.Create(item.Older))],
    };

    private static ResourceTypeEntry Render(ResourceTypeEntry entry) => entry with
    {
        Protocols = entry.Protocols
            .Where(protocol => protocol.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(protocol => protocol.Key, protocol => IsPath(protocol) ? WithSlash(protocol.Value) : protocol.Value, StringComparer.Ordinal),
    };

    // They join it with what follows, some with a slash between and some without.
    private static bool IsPath(KeyValuePair<string, JsonElement> protocol) =>
        protocol.Key == ProtocolName.WebDav.Value && protocol.Value.GetString() is { } path && !path.EndsWith('/');

    private static JsonElement WithSlash(JsonElement path) => JsonSerializer.SerializeToElement(path.GetString() + "/", OcmJsonContext.Default.String);
}
