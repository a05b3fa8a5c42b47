using System.Text.Json.Nodes;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>
/// Nextcloud that signs by RFC 9421 and exchanges tokens: each exchange revokes the token before, the secret is dead after the
/// first one, and errors of tokens come with 401. It verifies a signature where there is one and takes unsigned calls.
/// </summary>
internal sealed class Nextcloud35Family(SimulatedSignatureForm form) : NextcloudFamily
{
    private const string KeysPath = "/.well-known/jwks.json";

    public override string Name => IsOfTheDraft ? "Nextcloud 35 (jwksUri)" : "Nextcloud 35 (interim signatures)";

    public override bool IsOfTheDraft => form == SimulatedSignatureForm.Draft;

    internal override SimulatedSignatureForm Signs => form;

    internal override string TokenPath => "/index.php/apps/cloud_federation_api/api/v1/access-token";

    private protected override string Prefix => string.Empty;

    private protected override string Suffix => string.Empty;

    internal override JsonObject CreateDocument(string origin)
    {
        var document = base.CreateDocument(origin);
        document["apiVersion"] = IsOfTheDraft ? "1.4.0" : "1.3.0";
        document["provider"] = "Nextcloud 35";
        document["capabilities"] = new JsonArray("invite-accepted", "notifications", "shares", "exchange-token", "http-sig", "protocol-object");
        document["tokenEndPoint"] = origin + TokenPath;
        if (IsOfTheDraft)
        {
            document["capabilities"]!.AsArray().Add((JsonNode)"invites");
            document["jwksUri"] = origin + KeysPath;
        }

        return document;
    }

    internal override FakePeerAnswer? Refuse(SimulatedVerdict verdict) =>
        verdict is SimulatedVerdict.Good or SimulatedVerdict.Unsigned ? null : SimulatedAnswer.Error(400, "Invalid signature");

    internal override (FakePeerAnswer Answer, SimulatedShare? Share) Take(JsonObject share)
    {
        var webdav = share["protocol"]?["webdav"] as JsonObject;
        var secret = Text(webdav?["sharedSecret"]) ?? Text(share["protocol"]?["options"]?["sharedSecret"]);
        if (Text(share["shareWith"]) is null || Text(share["resourceType"]) != "file" || secret is null || Text(share["owner"]) is not { } owner)
        {
            return (SimulatedAnswer.Error(400, "Missing arguments"), null);
        }

        var taken = new SimulatedShare(share["providerId"]!.ToString(), secret, Text(share["sharedBy"]) ?? Text(share["sender"]) ?? owner, "file", Text(webdav?["uri"]))
        {
            MustExchange = webdav?["requirements"] is JsonArray requirements && requirements.Any(requirement => Text(requirement) == "must-exchange-token"),
        };
        return (SimulatedAnswer.Json(201, """{"recipientDisplayName":"Albert","recipientUserId":"einstein"}"""), taken);
    }

    internal override JsonObject CreateShare(LegacyServer server, SimulatedShare share, string resourceType)
    {
        var message = base.CreateShare(server, share, resourceType);
        message["name"] = "notes.md";
        message["sender"] = server.Address;
        message["senderDisplayName"] = "Albert";
        message["protocol"]!["webdav"] = new JsonObject
        {
            ["uri"] = $"{server.Peer.Origin}{PathOf(share)}",
            ["sharedSecret"] = share.Secret,
            ["permissions"] = new JsonArray("read"),
        };
        if (IsOfTheDraft)
        {
            message["description"] = string.Empty;
            message["protocol"]!["name"] = "multi";
            message["protocol"]!.AsObject().Remove("options");
        }

        return message;
    }

    internal override bool Opens(FakePeerRequest request, SimulatedShare share, SimulatedTokens tokens) =>
        tokens.Newest(share) is { } token ? HasBearer(request, token) : HasBasic(request, share.Secret);

    internal override FakePeerAnswer RefuseCode() => SimulatedAnswer.Json(401, """{"error":"invalid_grant"}""");
}
