using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>The form of OCM 1.0 with the invites of later years; files at the root of one WebDAV path, by Basic.</summary>
internal sealed class NextcloudFamily : LegacyServerFamily
{
    private const string Permissions = "{http://open-cloud-mesh.org/ns}share-permissions";

    public override string Name => "Nextcloud 28 to 34";

    internal override IReadOnlyList<string> DiscoveryPaths => ["/.well-known/ocm", "/ocm-provider/"];

    internal override string WebDavPath => "/public.php/webdav";

    internal override JsonObject CreateDocument(string origin) => new()
    {
        ["enabled"] = true,
        ["apiVersion"] = "1.1.0",
        ["endPoint"] = $"{origin}/ocm",
        ["provider"] = "Nextcloud",
        ["resourceTypes"] = new JsonArray(new JsonObject
        {
            ["name"] = "file",
            ["shareTypes"] = new JsonArray("user", "group"),
            ["protocols"] = new JsonObject { ["webdav"] = "/public.php/webdav/" },
        }),
        ["capabilities"] = new JsonArray("/invite-accepted", "/notifications", "/shares"),
        ["criteria"] = new JsonArray(),
    };

    internal override (FakePeerAnswer Answer, SimulatedShare? Share) Take(JsonObject share)
    {
        if (Text(share["shareWith"]) is null || Text(share["name"]) is null || Text(share["owner"])?.Contains('@', StringComparison.Ordinal) != true
            || share["providerId"] is null || share["protocol"] is not JsonObject protocol)
        {
            return (SimulatedAnswer.Error(400, "Missing arguments"), null);
        }

        if (Text(share["resourceType"]) != "file" || Text(protocol["name"]) != "webdav")
        {
            return (SimulatedAnswer.Error(501, "Share type not supported"), null);
        }

        return Text(protocol["options"]?["sharedSecret"]) is { Length: > 0 } secret
            ? (SimulatedAnswer.Json(201, """{"recipientDisplayName":"Albert","recipientUserId":"einstein"}"""),
                new SimulatedShare(share["providerId"]!.ToString(), secret, Text(share["sharedBy"]) ?? Text(share["owner"])!, "file", null))
            : (SimulatedAnswer.Error(400, "Missing arguments"), null);
    }

    internal override (FakePeerAnswer Answer, bool IsApplied) Hear(JsonObject notification, SimulatedShare? share)
    {
        var type = Text(notification["notificationType"]);
        if (type is not ("SHARE_ACCEPTED" or "SHARE_DECLINED" or "SHARE_UNSHARED") || Text(notification["resourceType"]) != "file")
        {
            return (SimulatedAnswer.Error(400, "Bad request"), false);
        }

        return share is not null && Text(notification["notification"]?["sharedSecret"]) == share.Secret
            ? (SimulatedAnswer.Json(201, "[]"), true)
            : (SimulatedAnswer.Error(400, "Bad request"), false);
    }

    internal override JsonObject CreateShare(LegacyServer server, SimulatedShare share, string resourceType) => new()
    {
        ["shareWith"] = share.Partner,
        ["shareType"] = "user",
        ["name"] = "/notes.md",
        ["resourceType"] = "file",
        ["description"] = null,
        ["providerId"] = share.ProviderId,
        ["owner"] = $"{UserId}@{server.Peer.Origin}/",
        ["ownerDisplayName"] = "Albert",
        ["sharedBy"] = $"{UserId}@{server.Peer.Origin}/",
        ["sharedByDisplayName"] = "Albert",
        ["protocol"] = new JsonObject
        {
            ["name"] = "webdav",
            ["options"] = new JsonObject { ["sharedSecret"] = share.Secret, ["permissions"] = Permissions },
        },
    };

    internal override JsonObject CreateNotification(string type, SimulatedShare share) => new()
    {
        ["notificationType"] = type,
        ["resourceType"] = "file",
        ["providerId"] = share.ProviderId,
        ["notification"] = new JsonObject { ["sharedSecret"] = share.Secret, ["messgage"] = "as it is misspelt there" },
    };

    internal override AuthenticationHeaderValue CreateCredential(SimulatedShare share) => Basic(share.Secret, string.Empty);

    internal override string PathOf(SimulatedShare share) => WebDavPath + "/";

    internal override bool Opens(FakePeerRequest request, SimulatedShare share) => HasBasic(request, share.Secret);

    internal override FakePeerAnswer AnswerInvite(bool isKnown) => isKnown
        ? SimulatedAnswer.Json(200, """{"userID":"einstein","email":"albert@example.org","name":"Albert"}""")
        : SimulatedAnswer.Json(400, """{"message":"Invalid or non existing token","error":true}""");
}
