using System.Buffers;
using System.Text.Json;
using Ocm.Client.Signatures;
using Ocm.Serialization;

namespace Ocm.Server.Discovery;

/// <summary>The forms in which this server's discovery document is served.</summary>
internal sealed class DiscoveryRenderings
{
    internal DiscoveryRenderings(OwnDiscoveryDocument own, LegacyPublicKey? key, TimeSpan maxAge)
    {
        Key = key;
        var document = key is null ? own.Document : own.Document with { AdditionalMembers = With(own.Document.AdditionalMembers, key) };
        Full = new DocumentResponse(key is null ? own.Json : OcmJson.Write(document), maxAge);
        StringsOnly = new DocumentResponse(OcmJson.Write(LegacyDiscovery.Render(document, LegacyDiscovery.ApiVersion)), maxAge);
        Crawler = new DocumentResponse(OcmJson.Write(LegacyDiscovery.Render(document, LegacyDiscovery.CrawlerApiVersion)), maxAge);
    }

    /// <summary>The key of an older scheme of signatures that they hold.</summary>
    internal LegacyPublicKey? Key { get; }

    /// <summary>The draft's.</summary>
    internal DocumentResponse Full { get; }

    /// <summary>For readers of OCM 1.1 to 1.3.</summary>
    internal DocumentResponse StringsOnly { get; }

    /// <summary>The same for Nextcloud up to 30.</summary>
    internal DocumentResponse Crawler { get; }

    private static Dictionary<string, JsonElement> With(IDictionary<string, JsonElement>? members, LegacyPublicKey key)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("keyId", key.KeyId);
            writer.WriteString("publicKeyPem", key.PublicKeyPem);
            writer.WriteEndObject();
        }

        return new Dictionary<string, JsonElement>(members ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal), StringComparer.Ordinal)
        {
            ["publicKey"] = JsonElement.Parse(output.WrittenSpan),
        };
    }
}
