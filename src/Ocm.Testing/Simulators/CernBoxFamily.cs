using System.Text.Json.Nodes;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>CERNBox: says what it receives at OCM 1.3, tells criteria by null, opens by Bearer or Basic.</summary>
internal sealed class CernBoxFamily : RevaFamily
{
    public override string Name => "CERNBox (reva)";

    internal override IReadOnlyList<string> DiscoveryPaths => ["/.well-known/ocm"];

    internal override string WebDavPath => "/remote.php/dav/ocm";

    private protected override IReadOnlyList<string> KnownProtocols => ["webdav", "webapp", "embedded"];

    internal override JsonObject CreateDocument(string origin) => new()
    {
        ["enabled"] = true,
        ["apiVersion"] = "1.3.0",
        ["endPoint"] = $"{origin}/ocm",
        ["provider"] = "CERNBox",
        ["resourceTypes"] = new JsonArray(Entry("file"), Entry("folder")),
        ["capabilities"] = new JsonArray("invites", "protocol-object", "invite-wayf"),
        ["criteria"] = null,
    };

    internal override (FakePeerAnswer Answer, bool IsApplied) Hear(JsonObject notification, SimulatedShare? share) => (FakePeerAnswer.Status(201), false);

    internal override JsonObject? CreateNotification(LegacyServer server, string type, SimulatedShare share) => null;

    internal override bool Opens(FakePeerRequest request, SimulatedShare share, SimulatedTokens tokens) =>
        HasBearer(request, share.Secret) || HasBasic(request, share.Secret);

    internal override FakePeerAnswer AnswerInvite(bool isKnown) => isKnown
        ? SimulatedAnswer.Json(200, """{"userID":"b3f2a1","email":"albert@example.org","name":"Albert"}""")
        : SimulatedAnswer.Json(400, """{"code":"INVALID_PARAMETER","message":"token invalid"}""");

    private protected override bool IsOptions(JsonNode? options) => options is null or JsonObject;

    private protected override FakePeerAnswer Taken() => SimulatedAnswer.Text(201, "{}");

    private static JsonObject Entry(string name) => new()
    {
        ["name"] = name,
        ["shareTypes"] = new JsonArray("user"),
        ["protocols"] = new JsonObject { ["webdav"] = "/remote.php/dav/ocm", ["webdav-receive"] = new JsonObject { ["uri"] = "absolute" } },
    };
}
