using System.Text.Json.Nodes;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>
/// The reference server in Go: the draft, strictly. Signatures are required and say what is wrong in plain text; shares open by
/// exchanged tokens only; errors are words for machines.
/// </summary>
internal sealed class GoReferenceFamily : LegacyServerFamily
{
    private const string KeysPath = "/.well-known/jwks.json";

    public override string Name => "Go reference server";

    public override bool IsOfTheDraft => true;

    internal override SimulatedSignatureForm Signs => SimulatedSignatureForm.Draft;

    internal override IReadOnlyList<string> DiscoveryPaths => ["/.well-known/ocm"];

    internal override string WebDavPath => "/webdav/ocm";

    internal override string TokenPath => "/ocm/token";

    internal override JsonObject CreateDocument(string origin) => new()
    {
        ["enabled"] = true,
        ["apiVersion"] = "1.4.0",
        ["endPoint"] = $"{origin}/ocm",
        ["provider"] = "OpenCloudMesh",
        ["resourceTypes"] = new JsonArray(Entry("file"), Entry("folder")),
        ["capabilities"] = new JsonArray("exchange-token", "http-sig", "invites", "notifications", "protocol-object", "webdav-uri"),
        ["criteria"] = new JsonArray("must-use-http-sig"),
        ["tokenEndPoint"] = origin + TokenPath,
        ["jwksUri"] = origin + KeysPath,
    };

    internal override FakePeerAnswer? Refuse(SimulatedVerdict verdict) => verdict switch
    {
        SimulatedVerdict.Good => null,
        SimulatedVerdict.WrongDigest => SimulatedAnswer.Text(400, "content-digest mismatch"),
        SimulatedVerdict.WrongServer => SimulatedAnswer.Text(403, "peer identity mismatch"),
        SimulatedVerdict.NoKeys => SimulatedAnswer.Text(502, "cannot fetch keys"),
        _ => SimulatedAnswer.Text(401, "signature required"),
    };

    internal override (FakePeerAnswer Answer, SimulatedShare? Share) Take(JsonObject share)
    {
        if (Text(share["shareType"]) != "user")
        {
            return (SimulatedAnswer.Error(501, "SHARE_TYPE_NOT_SUPPORTED"), null);
        }

        return Text(share["sender"]) is { } sender && Text(share["providerId"]) is { } id && share["protocol"]?["webdav"] is JsonObject webdav
            && Text(webdav["sharedSecret"]) is { } secret && Text(webdav["uri"]) is { } uri
            ? (SimulatedAnswer.Json(201, """{"recipientDisplayName":"Albert"}"""), new SimulatedShare(id, secret, sender, Text(share["resourceType"])!, uri) { MustExchange = true })
            : (SimulatedAnswer.Error(400, "INVALID_JSON"), null);
    }

    internal override (FakePeerAnswer Answer, bool IsApplied) Hear(JsonObject notification, SimulatedShare? share) =>
        Text(notification["notificationType"]) is not ("SHARE_ACCEPTED" or "SHARE_DECLINED" or "SHARE_UNSHARED")
            ? (SimulatedAnswer.Error(400, "INVALID_NOTIFICATION_REQUEST"), false)
            : share is null ? (SimulatedAnswer.Error(404, "SHARE_NOT_FOUND"), false)
            : (FakePeerAnswer.Status(201), true);

    internal override JsonObject CreateShare(LegacyServer server, SimulatedShare share, string resourceType) => new()
    {
        ["shareWith"] = share.Partner,
        ["name"] = "notes.md",
        ["providerId"] = share.ProviderId,
        ["owner"] = server.Address,
        ["sender"] = server.Address,
        ["shareType"] = "user",
        ["resourceType"] = resourceType,
        ["protocol"] = new JsonObject
        {
            ["name"] = "multi",
            ["webdav"] = new JsonObject
            {
                ["uri"] = $"{server.Peer.Origin}{PathOf(share)}",
                ["sharedSecret"] = share.Secret,
                ["permissions"] = new JsonArray("read"),
                ["requirements"] = new JsonArray("must-exchange-token"),
            },
        },
    };

    internal override JsonObject? CreateNotification(LegacyServer server, string type, SimulatedShare share) =>
        type is not ("SHARE_ACCEPTED" or "SHARE_DECLINED") ? null : new JsonObject { ["notificationType"] = type, ["resourceType"] = "file", ["providerId"] = share.ProviderId };

    internal override bool Opens(FakePeerRequest request, SimulatedShare share, SimulatedTokens tokens) =>
        tokens.Newest(share) is { } token && HasBearer(request, token);

    internal override FakePeerAnswer AnswerInvite(bool isKnown) => isKnown
        ? SimulatedAnswer.Json(200, """{"userID":"einstein","email":"","name":"Albert"}""")
        : SimulatedAnswer.Error(400, "TOKEN_INVALID");

    private static JsonObject Entry(string name) => new()
    {
        ["name"] = name,
        ["shareTypes"] = new JsonArray("user"),
        ["protocols"] = new JsonObject { ["webdav"] = "/webdav/ocm/", ["webdav-receive"] = new JsonObject { ["uri"] = "relative" } },
    };
}
