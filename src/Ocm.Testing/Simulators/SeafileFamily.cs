using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>Seafile's WebDAV module: OCM 1.0 under its old discovery path alone.</summary>
internal sealed class SeafileFamily : LegacyServerFamily
{
    public override string Name => "Seafile (WebDAV module)";

    internal override IReadOnlyList<string> DiscoveryPaths => ["/ocm-provider/"];

    internal override string ApiPath => "/api/v2.1/ocm";

    internal override string WebDavPath => "/seafdav";

    internal override JsonObject CreateDocument(string origin) => new()
    {
        ["enabled"] = true,
        ["apiVersion"] = "1.0-proposal1",
        ["endPoint"] = $"{origin}{ApiPath}/",
        ["resourceTypes"] = new JsonArray(new JsonObject
        {
            ["name"] = "file",
            ["shareTypes"] = new JsonArray("user"),
            ["protocols"] = new JsonObject { ["webdav"] = "seafdav" },
        }),
    };

    internal override (FakePeerAnswer Answer, SimulatedShare? Share) Take(JsonObject share) =>
        Text(share["protocol"]?["options"]?["sharedSecret"]) is { Length: > 0 } secret && Text(share["sharedBy"]) is { } sharedBy && Text(share["providerId"]) is { } id
            ? (SimulatedAnswer.Json(201, """{"name":"notes.md"}"""), new SimulatedShare(id, secret, sharedBy, Text(share["resourceType"]) ?? "file", null))
            : (SimulatedAnswer.Json(400, """{"error_msg":"protocol.options.sharedSecret invalid."}"""), null);

    internal override (FakePeerAnswer Answer, bool IsApplied) Hear(JsonObject notification, SimulatedShare? share)
    {
        if (Text(notification["notificationType"]) is not ("SHARE_UNSHARED" or "SHARE_DECLINED"))
        {
            return (SimulatedAnswer.Json(400, """{"error_msg":"notificationType invalid."}"""), false);
        }

        return share is not null && Text(notification["notification"]?["sharedSecret"]) == share.Secret
            ? (SimulatedAnswer.Json(201, """{"success":true}"""), true)
            : (SimulatedAnswer.Json(400, """{"error_msg":"sharedSecret invalid."}"""), false);
    }

    internal override JsonObject CreateShare(LegacyServer server, SimulatedShare share, string resourceType) => new()
    {
        ["shareWith"] = share.Partner,
        ["name"] = "notes.md",
        ["description"] = "",
        ["providerId"] = share.ProviderId,
        ["owner"] = $"{UserId}@{server.Peer.Origin}",
        ["sender"] = $"{UserId}@{server.Peer.Origin}",
        ["sharedBy"] = $"{UserId}@{server.Peer.Origin}",
        ["ownerDisplayName"] = "Albert",
        ["senderDisplayName"] = "Albert",
        ["shareType"] = "user",
        ["resourceType"] = "file",
        ["protocol"] = new JsonObject { ["name"] = "webdav", ["options"] = new JsonObject { ["sharedSecret"] = share.Secret, ["permissions"] = "read" } },
    };

    internal override JsonObject? CreateNotification(LegacyServer server, string type, SimulatedShare share) => type is not ("SHARE_UNSHARED" or "SHARE_DECLINED") ? null : new JsonObject
    {
        ["notificationType"] = type,
        ["resourceType"] = "file",
        ["providerId"] = share.ProviderId,
        ["notification"] = new JsonObject { ["sharedSecret"] = share.Secret },
    };

    // Seafile fills the password with colons.
    internal override AuthenticationHeaderValue CreateCredential(SimulatedShare share) => Basic(share.Secret, "::");

    internal override string PathOf(SimulatedShare share) => WebDavPath + "/";

    internal override bool Opens(FakePeerRequest request, SimulatedShare share, SimulatedTokens tokens) => HasBasic(request, share.Secret);
}
