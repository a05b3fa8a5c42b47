using Ocm.Serialization;

namespace Ocm.Conformance.BadInput;

/// <summary>
/// The table: each call that other servers make in JSON, with each field. What is wrong with a field is made of its description
/// (<see cref="FieldVariants"/>) and answered with 400 and the field's name; what is answered to unknown values stands here.
/// </summary>
internal static class Calls
{
    internal static IReadOnlyList<Call> All { get; } =
    [
        Share("webdav", """{"uri":"https://peer.example/dav/1","sharedSecret":"a-long-secret","permissions":["read"],"accessTypes":["remote"],"requirements":["must-exchange-token"],"size":7}""") with
        {
            Fields = [.. Base, .. Protocol("webdav"), Words("protocol.webdav.requirements")],
            Unknown =
            [
                new("shareWith", "\"zq9mark@server.example\"", 400, IsNamed: true),
                new("shareWith", "\"marie@zq9mark.example\"", 400, IsNamed: true),
                new("owner", "\"zq9mark@third.example\"", 403),
                new("sender", "\"zq9mark@127.0.0.1:1\"", 401),
                new("shareType", "\"zq9mark\"", 501),
                new("resourceType", "\"zq9mark\"", 501),
                new("expiration", "1", 400, IsNamed: true),
                new("protocol.webdav.requirements", "[\"zq9mark\"]", 501),
                new("protocol.webdav.uri", "\"x/a-long-secret\"", 400, IsNamed: true),
            ],
        },
        Share("webapp", """{"uri":"https://peer.example/app/1","sharedSecret":"a-long-secret","permissions":["view"],"targets":["blank"],"requirements":["must-exchange-token"],"appName":"App","appIconHint":"text/plain","mediaTypes":["text/plain"]}""") with
        {
            Fields = [.. Protocol("webapp"), Words("protocol.webapp.requirements") with { Required = true }],
            Unknown =
            [
                new("protocol.webapp.targets", "[\"zq9mark\"]", 501),
                new("protocol.webapp.requirements", "[\"zq9mark\"]", 400, IsNamed: true),
                new("protocol.webapp.uri", "\"zq9mark:app\"", 400, IsNamed: true),
            ],
        },
        Share("ssh", """{"uri":"user@ssh.example.org:22/path","accessTypes":["remote"]}""") with
        {
            Fields = [.. Protocol("ssh")],
            Unknown = [new("protocol.ssh.uri", "\"https://zq9mark.example/\"", 400, IsNamed: true)],
        },
        Share("embedded", """{"@context":"https://w3id.org/ro/crate/1.1/context"}""", resourceType: "ro-crate") with
        {
            Fields = [new("protocol.embedded", FieldKind.Object)],
            Unknown = [new("resourceType", "\"zq9mark\"", 501)],
        },
        Share("options", """{"sharedSecret":"a-long-secret","permissions":"{}"}""", name: "webdav", success: 501) with
        {
            Fields = [.. MessageFields.LegacyShare, new("protocol.name", FieldKind.Text) { Max = 128 }],
            Unknown = [new("protocol.name", "\"zq9mark\"", 501)],
        },
        new(
            "notification",
            "/ocm/notifications",
            201,
            """{"notificationType":"SHARE_ACCEPTED","resourceType":"file","providerId":"the-provider-id","notification":{"message":"yes"}}""",
            MessageFields.Notification,
            [
                new("notificationType", "\"zq9mark\"", 400, IsNamed: true),
                new("providerId", "\"zq9mark\"", 401),
            ]),
        new(
            "invite-accepted",
            "/ocm/invite-accepted",
            200,
            """{"recipientProvider":"peer.example","token":"the-invite-token","userID":"einstein","email":"e@peer.example","name":"Albert Einstein"}""",
            MessageFields.Invite,
            [
                new("recipientProvider", "\"127.0.0.1:1\"", 401),
                new("token", "\"zq9mark\"", 400, IsNamed: true),
            ]),
        new(
            "request-share",
            "/ocm/request-share",
            201,
            """{"owner":"albert@server.example","shareWith":"einstein@peer.example","share":"notes.md"}""",
            MessageFields.ShareRequest,
            [
                new("owner", "\"zq9mark@server.example\"", 404),
                new("owner", "\"albert@zq9mark.example\"", 400, IsNamed: true),
                new("shareWith", "\"einstein@127.0.0.1:1\"", 401),
                new("share", "\"zq9mark\"", 404),
            ]),
    ];

    private static FieldRule[] Base => [.. MessageFields.Share.Where(row => !row.Path.StartsWith("protocol.", StringComparison.Ordinal))];

    private static FieldRule[] Protocol(string name) =>
        [.. MessageFields.Share.Where(field => field.Path == $"protocol.{name}" || field.Path.StartsWith($"protocol.{name}.", StringComparison.Ordinal))];

    private static FieldRule Words(string path) => new(path, FieldKind.Words) { Max = 64 };

    private static Call Share(string protocol, string value, string resourceType = "file", string name = "multi", int success = 201) => new(
        $"shares, {protocol}",
        "/ocm/shares",
        success,
        $$$"""
        {"shareWith":"marie@server.example","name":"notes.md","description":"Notes","providerId":"{{{protocol}}}","owner":"einstein@peer.example","sender":"einstein@peer.example",
        "ownerDisplayName":"E","senderDisplayName":"E","shareType":"user","resourceType":"{{{resourceType}}}","expiration":4102444800,"protocol":{"name":"{{{name}}}","{{{protocol}}}":{{{value}}}}}
        """,
        [],
        []);
}
