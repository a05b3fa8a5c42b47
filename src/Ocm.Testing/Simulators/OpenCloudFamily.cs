using System.Text.Json.Nodes;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>OpenCloud: takes strangers' shares; writes notifications to its log and does nothing.</summary>
internal sealed class OpenCloudFamily : RevaFamily
{
    public override string Name => "OpenCloud 6";

    internal override IReadOnlyList<string> DiscoveryPaths => ["/.well-known/ocm", "/ocm-provider"];

    internal override string WebDavPath => "/remote.php/dav/ocm";

    private protected override IReadOnlyList<string> KnownProtocols => ["webdav", "webapp"];

    internal override JsonObject CreateDocument(string origin) => new()
    {
        ["enabled"] = true,
        ["apiVersion"] = "1.2.0",
        ["endPoint"] = $"{origin}/ocm",
        ["provider"] = "OpenCloud",
        ["resourceTypes"] = new JsonArray(new JsonObject
        {
            ["name"] = "file",
            ["shareTypes"] = new JsonArray("user"),
            ["protocols"] = new JsonObject { ["webdav"] = "/remote.php/dav/ocm" },
        }),
        ["capabilities"] = new JsonArray("invites", "webdav-uri", "protocol-object", "invite-wayf"),
    };

    internal override (FakePeerAnswer Answer, bool IsApplied) Hear(JsonObject notification, SimulatedShare? share) => (FakePeerAnswer.Status(201), false);

    internal override JsonObject? CreateNotification(LegacyServer server, string type, SimulatedShare share) => null;

    internal override FakePeerAnswer AnswerInvite(bool isKnown) => isKnown
        ? SimulatedAnswer.Text(200, """{"userID":"b3f2a1@https://idp.example","email":"albert@example.org","name":"Albert"}""")
        : SimulatedAnswer.Json(404, """{"code":"RESOURCE_NOT_FOUND","message":"token not found"}""");
}
