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

        var isKnown = Text(notification["notificationType"]) switch
        {
            "SHARE_UNSHARED" => true,
            "SHARE_CHANGE_PERMISSION" => parameters["protocol"]?["webdav"]?["permissions"] is JsonArray { Count: > 0 },
            _ => false,
        };
        return isKnown && Text(parameters["grantee"])?.Contains('@', StringComparison.Ordinal) == true && share is not null
            ? (FakePeerAnswer.Status(201), true)
            : (SimulatedAnswer.Error(400, "BAD_REQUEST"), false);
    }

    internal override JsonObject? CreateNotification(LegacyServer server, string type, SimulatedShare share)
    {
        JsonObject? parameters = type switch
        {
            "SHARE_UNSHARED" => new() { ["grantee"] = share.Partner },
            "SHARE_CHANGE_PERMISSION" => new()
            {
                ["grantee"] = share.Partner,
                ["protocol"] = new JsonObject
                {
                    ["name"] = "multi",
                    ["options"] = new JsonObject(),
                    ["webdav"] = new JsonObject
                    {
                        ["sharedSecret"] = share.Secret,
                        ["permissions"] = new JsonArray("read", "write"),
                        ["uri"] = $"{server.Peer.Origin}{PathOf(share)}",
                    },
                },
            },
            _ => null,
        };
        return parameters is null ? null : new JsonObject
        {
            ["notificationType"] = type,
            ["resourceType"] = "file",
            ["providerId"] = share.ProviderId,
            ["notification"] = parameters,
        };
    }

    internal override FakePeerAnswer AnswerInvite(bool isKnown) => isKnown
        ? SimulatedAnswer.Text(200, """{"userID":"b3f2a1@idp.example","email":"albert@example.org","name":"Albert"}""")
        : SimulatedAnswer.Json(404, """{"code":"RESOURCE_NOT_FOUND","message":"token not found"}""");
}
