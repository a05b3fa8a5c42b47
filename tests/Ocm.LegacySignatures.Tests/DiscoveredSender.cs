using System.Text.Json;
using System.Text.Json.Nodes;
using Ocm.Addresses;
using Ocm.Client.Discovery;
using Ocm.Discovery;

namespace Ocm.LegacySignatures.Tests;

/// <summary>A server of OCM 1.2 that publishes a key in its discovery document.</summary>
internal static class DiscoveredSender
{
    internal static DiscoveredServer Create(string host, string keyId, string publicKeyPem)
    {
        var origin = new Uri($"https://{host}/");
        return new DiscoveredServer
        {
            Host = OcmHost.Parse(host),
            Origin = origin,
            EndPoint = new Uri(origin, "ocm"),
            FetchedAt = default,
            Document = new DiscoveryDocument
            {
                Enabled = true,
                ApiVersion = "1.1.0",
                EndPoint = new Uri(origin, "ocm").AbsoluteUri,
                ResourceTypes = [],
                AdditionalMembers = new Dictionary<string, JsonElement>
                {
                    ["publicKey"] = JsonElement.Parse(new JsonObject { ["keyId"] = keyId, ["publicKeyPem"] = publicKeyPem }.ToJsonString()),
                },
            },
        };
    }
}
