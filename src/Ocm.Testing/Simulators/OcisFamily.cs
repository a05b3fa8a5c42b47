using System.Text.Json.Nodes;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>oCIS: from contacts only; knows notifications by grantee, and fails on one without an inner object.</summary>
internal sealed class OcisFamily : RevaFamily
{
    public override string Name => "oCIS 8";

    internal override IReadOnlyList<string> DiscoveryPaths => ["/.well-known/ocm", "/ocm-provider"];

    internal override string WebDavPath => "/dav/ocm";

    internal override string UserId => "b3f2a1@idp.example";

    internal override bool NeedsContact => true;

    private protected override IReadOnlyList<string> KnownProtocols => ["webdav", "webapp", "datatx"];

    internal override JsonObject CreateDocument(string origin) => new()
    {
        ["enabled"] = true,
        ["apiVersion"] = "1.1.0",
        ["endPoint"] = $"{origin}/ocm",
        ["provider"] = "oCIS",
        ["resourceTypes"] = new JsonArray(new JsonObject
        {
            ["name"] = "file",
            ["shareTypes"] = new JsonArray("user"),
            ["protocols"] = new JsonObject { ["webdav"] = "/dav/ocm" },
        }),
        ["capabilities"] = new JsonArray("/invite-accepted"),
    };

    internal override (FakePeerAnswer Answer, bool IsApplied) Hear(JsonObject notification, SimulatedShare? share)
    {
        if (notification["notification"] is not JsonObject parameters)
        {
            return (FakePeerAnswer.Status(500), false);
        }

        return Text(notification["notificationType"]) is "SHARE_UNSHARED" or "SHARE_CHANGE_PERMISSION"
            && Text(parameters["grantee"])?.Contains('@', StringComparison.Ordinal) == true && share is not null
            ? (FakePeerAnswer.Status(201), true)
            : (SimulatedAnswer.Error(400, "BAD_REQUEST"), false);
    }

    internal override JsonObject? CreateNotification(string type, SimulatedShare share) => type != "SHARE_UNSHARED" ? null : new JsonObject
    {
        ["notificationType"] = type,
        ["resourceType"] = "file",
        ["providerId"] = share.ProviderId,
        ["notification"] = new JsonObject { ["grantee"] = share.Partner },
    };

    internal override FakePeerAnswer AnswerInvite(bool isKnown) => isKnown
        ? SimulatedAnswer.Text(200, """{"userID":"b3f2a1@idp.example","email":"albert@example.org","name":"Albert"}""")
        : SimulatedAnswer.Json(404, """{"code":"RESOURCE_NOT_FOUND","message":"token not found"}""");
}
