using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>The form of OCM 1.0 with the invites of later years; files at the root of one WebDAV path, by Basic.</summary>
internal class NextcloudFamily : LegacyServerFamily
{
    private protected const string Permissions = "{http://open-cloud-mesh.org/ns}share-permissions";

    public override string Name => "Nextcloud 28 to 34";

    internal override IReadOnlyList<string> DiscoveryPaths => ["/.well-known/ocm", "/ocm-provider/"];

    internal override string WebDavPath => "/public.php/webdav";

    // How older ones write the host of an address.
    private protected virtual string Prefix => "http://";

    private protected virtual string Suffix => "/";

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
        if (type is not ("SHARE_ACCEPTED" or "SHARE_DECLINED" or "SHARE_UNSHARED" or "REQUEST_RESHARE" or "RESHARE_UNDO") || Text(notification["resourceType"]) != "file")
        {
            return (SimulatedAnswer.Error(400, "Bad request"), false);
        }

        if (share is null || notification["notification"] is not JsonObject parameters || Text(parameters["sharedSecret"]) != share.Secret)
        {
            return (SimulatedAnswer.Error(400, "Bad request"), false);
        }

        if (type != "REQUEST_RESHARE")
        {
            return (SimulatedAnswer.Json(201, "[]"), true);
        }

        return Text(parameters["shareWith"]) is { Length: > 0 } && Text(parameters["senderId"]) is { Length: > 0 } && Text(parameters["message"]) is not null
            ? (SimulatedAnswer.Json(201, $$"""{"token":"secretOfTheReshareOf{{share.ProviderId}}","providerId":"10{{share.ProviderId}}"}"""), true)
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
        ["owner"] = $"{UserId}@{Prefix}{server.Peer.Host}{Suffix}",
        ["ownerDisplayName"] = "Albert",
        ["sharedBy"] = $"{UserId}@{Prefix}{server.Peer.Host}{Suffix}",
        ["sharedByDisplayName"] = "Albert",
        ["protocol"] = new JsonObject
        {
            ["name"] = "webdav",
            ["options"] = new JsonObject { ["sharedSecret"] = share.Secret, ["permissions"] = Permissions },
        },
    };

    internal override JsonObject? CreateNotification(LegacyServer server, string type, SimulatedShare share)
    {
        var parameters = new JsonObject { ["sharedSecret"] = share.Secret, ["messgage"] = "as it is misspelt there" };
        switch (type)
        {
            case "SHARE_CHANGE_PERMISSION":
                return null;
            case "REQUEST_RESHARE":
                parameters.Remove("messgage");
                parameters["message"] = "";
                parameters["shareWith"] = $"pierre@{Prefix}third.example.org{Suffix}";
                parameters["senderId"] = $"{UserId}@{Prefix}{server.Peer.Host}{Suffix}";
                parameters["shareType"] = null;
                break;
        }

        return new JsonObject
        {
            ["notificationType"] = type,
            ["resourceType"] = "file",
            ["providerId"] = share.ProviderId,
            ["notification"] = parameters,
        };
    }

    internal override AuthenticationHeaderValue CreateCredential(SimulatedShare share) => Basic(share.Secret, string.Empty);

    internal override string PathOf(SimulatedShare share) => WebDavPath + "/";

    internal override bool Opens(FakePeerRequest request, SimulatedShare share, SimulatedTokens tokens) => HasBasic(request, share.Secret);

    internal override FakePeerAnswer AnswerInvite(bool isKnown) => isKnown
        ? SimulatedAnswer.Json(200, """{"userID":"einstein","email":"albert@example.org","name":"Albert"}""")
        : SimulatedAnswer.Json(400, """{"message":"Invalid or non existing token","error":true}""");
}
