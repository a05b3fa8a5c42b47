using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>
/// A server of one version of OCM before 1.4, by that version's text and of no product: unsigned, shares opened by their secret,
/// notifications known by it.
/// </summary>
internal class OcmVersionFamily(string version) : LegacyServerFamily
{
    public override string Name => $"OCM {version}";

    internal override IReadOnlyList<string> DiscoveryPaths =>
        IsFirst ? ["/ocm-provider/"] : version == "1.1" ? ["/ocm-provider", "/ocm-provider/"] : ["/.well-known/ocm"];

    internal override string WebDavPath => "/remote/dav/ocm";

    private bool IsFirst => version == "1.0";

    internal override JsonObject CreateDocument(string origin)
    {
        var document = new JsonObject
        {
            ["enabled"] = true,
            ["apiVersion"] = IsFirst ? "1.0" : $"{version}.0",
            ["endPoint"] = $"{origin}/ocm",
            ["resourceTypes"] = new JsonArray(Entry("file"), Entry("folder")),
        };
        if (!IsFirst)
        {
            document["provider"] = "Some server";
            document["capabilities"] = version == "1.1"
                ? new JsonArray("/notifications", "/invite-accepted")
                : new JsonArray("invites", "notifications", "protocol-object", "webdav-uri");
        }

        return document;
    }

    internal override (FakePeerAnswer Answer, SimulatedShare? Share) Take(JsonObject share)
    {
        var protocol = share["protocol"] as JsonObject;
        var webdav = protocol?["webdav"] as JsonObject;
        var secret = IsFirst ? Text(protocol?["options"]?["sharedSecret"]) : Text(webdav?["sharedSecret"]);
        return secret is not null && Text(share["providerId"]) is { } id && Text(share["owner"]) is { } owner && Text(share["resourceType"]) is ("file" or "folder") and var type
            && (IsFirst || (Text(share["sender"]) is not null && Text(protocol!["name"]) == "multi"))
            ? (SimulatedAnswer.Json(201, """{"recipientDisplayName":"Albert"}"""), new SimulatedShare(id, secret, Text(share["sender"]) ?? owner, type, IsFirst ? null : Text(webdav!["uri"]))
            {
                MustExchange = webdav?["requirements"] is JsonArray requirements && requirements.Any(requirement => Text(requirement) == "must-exchange-token"),
            })
            : (SimulatedAnswer.Error(400, "Invalid share"), null);
    }

    internal override (FakePeerAnswer Answer, bool IsApplied) Hear(JsonObject notification, SimulatedShare? share) =>
        Text(notification["notificationType"]) is not ("SHARE_ACCEPTED" or "SHARE_DECLINED" or "SHARE_UNSHARED" or "REQUEST_RESHARE")
            ? (FakePeerAnswer.Status(501), false)
            : share is not null && IsProven(notification, share)
                ? (FakePeerAnswer.Status(201), true)
                : (SimulatedAnswer.Error(400, "Unknown share"), false);

    internal override JsonObject CreateShare(LegacyServer server, SimulatedShare share, string resourceType)
    {
        var message = new JsonObject
        {
            ["shareWith"] = share.Partner,
            ["name"] = "notes.md",
            ["providerId"] = share.ProviderId,
            ["owner"] = server.Address,
            ["resourceType"] = resourceType,
        };
        if (IsFirst)
        {
            message["protocol"] = new JsonObject
            {
                ["name"] = "webdav",
                ["options"] = new JsonObject { ["sharedSecret"] = share.Secret, ["permissions"] = "{http://open-cloud-mesh.org/ns}share-permissions" },
            };
            return message;
        }

        message["sender"] = server.Address;
        message["shareType"] = "user";
        message["protocol"] = new JsonObject { ["name"] = "multi", ["options"] = new JsonObject(), ["webdav"] = CreateWebDav(server, share) };
        return message;
    }

    internal override JsonObject? CreateNotification(LegacyServer server, string type, SimulatedShare share)
    {
        if (type == "SHARE_CHANGE_PERMISSION")
        {
            return null;
        }

        var parameters = CreateProof(share);
        if (type == "REQUEST_RESHARE")
        {
            parameters["shareWith"] = "pierre@third.example.org";
            parameters["senderId"] = server.Address;
        }

        return new JsonObject { ["notificationType"] = type, ["resourceType"] = share.ResourceType, ["providerId"] = share.ProviderId, ["notification"] = parameters };
    }

    internal override AuthenticationHeaderValue CreateCredential(SimulatedShare share) =>
        IsFirst ? Basic(share.Secret, string.Empty) : base.CreateCredential(share);

    internal override string PathOf(SimulatedShare share) => IsFirst ? WebDavPath + "/" : base.PathOf(share);

    internal override bool Opens(FakePeerRequest request, SimulatedShare share, SimulatedTokens tokens) =>
        IsFirst ? HasBasic(request, share.Secret) : HasBearer(request, share.Secret);

    internal override FakePeerAnswer? AnswerInvite(bool isKnown) => IsFirst ? null
        : isKnown ? SimulatedAnswer.Json(200, """{"userID":"einstein","email":"albert@example.org","name":"Albert"}""")
        : SimulatedAnswer.Error(version == "1.1" ? 404 : 400, "Invalid token");

    private protected virtual JsonObject CreateWebDav(LegacyServer server, SimulatedShare share) => new()
    {
        ["sharedSecret"] = share.Secret,
        ["permissions"] = new JsonArray("read"),

        // Both are allowed; the one server writes one, the other the other.
        ["uri"] = version == "1.1" ? share.ProviderId : $"{server.Peer.Origin}{PathOf(share)}",
    };

    private protected virtual JsonObject CreateProof(SimulatedShare share) => new() { ["sharedSecret"] = share.Secret };

    private protected virtual bool IsProven(JsonObject notification, SimulatedShare share) =>
        Text(notification["notification"]?["sharedSecret"]) == share.Secret;

    private static JsonObject Entry(string name) => new()
    {
        ["name"] = name,
        ["shareTypes"] = new JsonArray("user"),
        ["protocols"] = new JsonObject { ["webdav"] = "/remote/dav/ocm" },
    };
}
