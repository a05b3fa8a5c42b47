using System.Text.Json.Nodes;
using Ocm.Testing.Peers;
using Ocm.Tokens;

namespace Ocm.Testing.Simulators;

/// <summary>
/// The stub of 2024: shares and tokens only, in a dialect of its own. The code stands at the top of the share, the address of the
/// resource is called <c>URI</c>, and tokens are asked for in JSON.
/// </summary>
internal sealed class StubFamily : LegacyServerFamily
{
    public override string Name => "OCM stub (1.2)";

    internal override IReadOnlyList<string> DiscoveryPaths => ["/.well-known/ocm"];

    internal override string WebDavPath => "/webdav-api";

    internal override string TokenPath => "/ocm/token";

    internal override string GrantType => TokenRequest.OldAuthorizationCode;

    internal override JsonObject CreateDocument(string origin) => new()
    {
        ["enabled"] = true,
        ["apiVersion"] = "1.2.0",
        ["endPoint"] = $"{origin}/ocm",
        ["provider"] = "OCM stub",
        ["resourceTypes"] = new JsonArray(new JsonObject
        {
            ["name"] = "file",
            ["shareTypes"] = new JsonArray("user"),
            ["protocols"] = new JsonObject { ["webdav"] = "/webdav-api" },
        }),
        ["capabilities"] = new JsonArray("receive-code", "protocol-object"),
        ["publicKey"] = new JsonObject { ["id"] = $"{origin}/ocm#signature", ["publicKeyPem"] = "" },
    };

    internal override (FakePeerAnswer Answer, SimulatedShare? Share) Take(JsonObject share) =>
        Text(share["sender"]) is { } sender && Text(share["providerId"]) is { } id && share["protocol"]?["webdav"] is JsonObject webdav && Text(webdav["sharedSecret"]) is { } secret
            ? (SimulatedAnswer.Json(201, """{"recipientDisplayName":"Albert"}"""), new SimulatedShare(id, secret, sender, "file", Text(webdav["URI"]) ?? Text(webdav["uri"])) { MustExchange = share["code"] is not null })
            : (FakePeerAnswer.Status(400), null);

    internal override (FakePeerAnswer Answer, bool IsApplied) Hear(JsonObject notification, SimulatedShare? share) => (FakePeerAnswer.Status(201), false);

    internal override JsonObject CreateShare(LegacyServer server, SimulatedShare share, string resourceType) => new()
    {
        ["shareWith"] = share.Partner,
        ["name"] = "notes.md",
        ["providerId"] = share.ProviderId,
        ["meshProvider"] = "OCM stub",
        ["owner"] = server.Address,
        ["sender"] = server.Address,
        ["shareType"] = "user",
        ["resourceType"] = "file",
        ["code"] = share.Secret,
        ["protocol"] = new JsonObject
        {
            ["name"] = "multi",
            ["options"] = new JsonObject { ["permissions"] = "{http://open-cloud-mesh.org/ns}share-permissions" },
            ["webdav"] = new JsonObject { ["URI"] = $"{server.Peer.Origin}{PathOf(share)}", ["permissions"] = new JsonArray("read") },
        },
    };

    internal override JsonObject? CreateNotification(LegacyServer server, string type, SimulatedShare share) => null;

    internal override bool Opens(FakePeerRequest request, SimulatedShare share, SimulatedTokens tokens) =>
        tokens.Newest(share) is { } token && HasBearer(request, token);

    internal override (FakePeerAnswer? Refusal, string? Code) ReadTokenRequest(FakePeerRequest request, string grantType) =>
        request.Header("content-type") == "application/json" && JsonNode.Parse(request.Text) is JsonObject message
        && Text(message["grant_type"]) == grantType && Text(message["client_id"]) is not null && Text(message["code"]) is { } code
            ? (null, code)
            : (FakePeerAnswer.Status(400), null);

    internal override FakePeerAnswer GiveToken(string token) =>
        SimulatedAnswer.Json(200, $$"""{"access_token":"{{token}}","token_type":"bearer","refresh_token":"never-used"}""");

    internal override (string ContentType, string Body) CreateTokenRequest(LegacyServer server, SimulatedShare share) =>
        ("application/json", new JsonObject { ["grant_type"] = GrantType, ["client_id"] = server.Peer.Host.Value, ["code"] = share.Secret }.ToJsonString());
}
