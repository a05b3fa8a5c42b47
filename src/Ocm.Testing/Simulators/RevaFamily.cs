using System.Text.Json.Nodes;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>What the three descendants of reva have in common: the multi form, strict about unknown members.</summary>
internal abstract class RevaFamily : LegacyServerFamily
{
    internal override string UserId => "b3f2a1";

    private protected abstract IReadOnlyList<string> KnownProtocols { get; }

    internal override (FakePeerAnswer Answer, SimulatedShare? Share) Take(JsonObject share)
    {
        if (Text(share["sender"]) is not { } sender || Text(share["owner"]) is null || Text(share["shareWith"]) is null || Text(share["providerId"]) is not { } providerId
            || share["protocol"] is not JsonObject protocol || Text(share["resourceType"]) is not ("file" or "folder"))
        {
            return (Refuse("invalid fields"), null);
        }

        foreach (var (name, detail) in protocol)
        {
            var isKnown = name == "name" || (name == "options" ? IsOptions(detail) : KnownProtocols.Contains(name, StringComparer.Ordinal));
            if (!isKnown)
            {
                return (Refuse("protocol not supported"), null);
            }
        }

        return protocol["webdav"] is JsonObject webdav && Check(webdav)
            ? (Taken(), new SimulatedShare(providerId, Text(webdav["sharedSecret"])!, sender, Text(share["resourceType"])!, Text(webdav["uri"])))
            : (Refuse("webdav is not usable"), null);
    }

    internal override JsonObject CreateShare(LegacyServer server, SimulatedShare share, string resourceType) => new()
    {
        ["shareWith"] = share.Partner,
        ["name"] = "notes.md",
        ["description"] = "",
        ["providerId"] = share.ProviderId,
        ["owner"] = server.Address,
        ["sender"] = server.Address,
        ["ownerDisplayName"] = "",
        ["senderDisplayName"] = "Albert",
        ["shareType"] = "user",
        ["resourceType"] = resourceType,
        ["expiration"] = 0,
        ["protocol"] = new JsonObject
        {
            ["name"] = "multi",
            ["options"] = new JsonObject(),
            ["webdav"] = new JsonObject
            {
                ["sharedSecret"] = share.Secret,
                ["permissions"] = new JsonArray("read"),
                ["uri"] = $"{server.Peer.Origin}{WebDavPath}/{share.ProviderId}",
            },
        },
    };

    internal override bool Opens(FakePeerRequest request, SimulatedShare share, SimulatedTokens tokens) => HasBearer(request, share.Secret);

    private protected virtual bool IsOptions(JsonNode? options) => options is JsonObject { Count: 0 };

    private protected virtual bool Check(JsonObject webdav) =>
        Text(webdav["sharedSecret"]) is { Length: > 0 } && webdav["permissions"] is JsonArray { Count: > 0 }
        && Uri.TryCreate(Text(webdav["uri"]), UriKind.Absolute, out _);

    private protected virtual FakePeerAnswer Taken() => SimulatedAnswer.Text(200, "{}");

    private protected static FakePeerAnswer Refuse(string message) =>
        SimulatedAnswer.Json(400, $$"""{"code":"INVALID_PARAMETER","message":"{{message}}"}""");
}
