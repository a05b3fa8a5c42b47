using Ocm.Serialization;
using static Ocm.Conformance.BadInput.OldValue;

namespace Ocm.Conformance.BadInput;

/// <summary>
/// Notifications of OCM 1.0 to 1.3 with the parameters that those servers write. An unsigned one is known by the share's secret:
/// without it, or with anything that is not it, it is 401 whatever else it says.
/// </summary>
internal static class OldNotificationCalls
{
    private const string Secret = "notification.sharedSecret";
    private const string Message = "notification.message";

    private static readonly string[] NotText = ["a number", "a boolean", "a list of a number", "a list of null", "an object"];
    private static readonly string[] Unprintable = [.. new[] { "\\u0000", "\\u0008", "\\u000b", "\\u001b", "\\u007f", "\\u0085" }.Select(c => $"with {c}")];

    internal static IEnumerable<OldCall> All =>
    [
        Answer("SHARE_ACCEPTED", "Accepted"),
        Answer("SHARE_DECLINED", "Declined"),
        Unshared,
        RequestReshare(isSigned: false),
        RequestReshare(isSigned: true),
        UndoReshare,
        ChangeReshare,
        ChangePermission(isSigned: false),
        ChangePermission(isSigned: true),
    ];

    private static OldCall Answer(string type, string status) => Unsigned(
        type,
        "the-provider-id",
        """{"sharedSecret":"the-secret","message":"yes"}""",
        [new(Message, FieldKind.Any)],
        [.. NeverRead(Message, "sent", status), Taken("resourceType", "null", "sent", status)]);

    private static OldCall Unshared => Unsigned(
        "SHARE_UNSHARED",
        OlderScene.TheirShare,
        """{"sharedSecret":"a-secret-of-the-fake-peer","messgage":"gone"}""",
        [new("notification.messgage", FieldKind.Any)],
        [.. NeverRead("notification.messgage", "received", "Unshared"), Taken("resourceType", "null", "received", "Unshared"), Taken("providerId", OlderScene.TheirShare, "received", "Unshared")]);

    private static OldCall RequestReshare(bool isSigned) => Signed(isSigned, Unsigned(
        "REQUEST_RESHARE",
        "the-provider-id",
        """{"sharedSecret":"the-secret","shareWith":"pierre@http://third.example/","senderId":"einstein@http://peer.example/","shareType":null,"message":"He needs it."}""",
        [
            new("notification.shareWith", FieldKind.Address),
            new("notification.senderId", FieldKind.Any),
            new("notification.shareType", FieldKind.Any),
            new(Message, FieldKind.Lines) { Max = 1000, MayBeEmpty = true },
        ],
        [
            Taken("notification.shareWith", "null", "wish.shareWith", became: null),
            Taken("notification.shareWith", "with a scheme", "wish.shareWith", "zq9mark@a.example"),
            .. NeverRead("notification.senderId", "wish.shareWith", "pierre@third.example"),
            .. NeverRead("notification.shareType", "wish.shareWith", "pierre@third.example"),
            .. NotText.Concat(Unprintable).Concat(["null", "too long"]).Select(what => Taken(Message, what, "wish.message", became: null)),
            Taken("resourceType", "null", "wish.message", "He needs it."),
        ]));

    private static OldCall UndoReshare => Unsigned(
        "RESHARE_UNDO",
        "the-provider-id",
        """{"sharedSecret":"the-secret","message":"No more."}""",
        [],
        [Taken("resourceType", "null", "wish.message", "No more.")]);

    private static OldCall ChangeReshare => Unsigned(
        "RESHARE_CHANGE_PERMISSION",
        "the-provider-id",
        """{"sharedSecret":"the-secret","permission":3}""",
        [new("notification.permission", FieldKind.Any)],
        [
            Taken("notification.permission", "31", "wish.permissions", "read write share"),
            .. NotText.Concat(["missing", "null", "0", "32", "-1", "1e400", "\"3\""]).Select(value => Taken("notification.permission", value, "wish.permissions", string.Empty)),
            .. new[] { "7", "\"read\"", "{}", "[7]", "[null]", "[\"read\",7]", "[\"\"]", "[\"a\\nb\"]" }.Select(value => Taken("notification.permissions", value, "wish.permissions", string.Empty)),
            Taken("notification.permissions", "[\"x-unknown\"]", "wish.permissions", "x-unknown"),
            Taken("resourceType", "null", "wish.permissions", "read write"),
        ]);

    /// <summary>As oCIS writes it, with the secret and the permissions inside <c>protocol</c>.</summary>
    private static OldCall ChangePermission(bool isSigned)
    {
        const string Inner = "notification.protocol.webdav";
        var unproven = isSigned ? 400 : 401;
        var named = isSigned ? "notification.permissions" : null;
        return new OldCall(
            isSigned ? "SHARE_CHANGE_PERMISSION, signed" : "SHARE_CHANGE_PERMISSION",
            "/ocm/notifications",
            Json("SHARE_CHANGE_PERMISSION", OlderScene.TheirShare, """{"grantee":"marie@server.example","protocol":{"name":"multi","options":{},"webdav":{"sharedSecret":"a-secret-of-the-fake-peer","permissions":["read","write"],"uri":"https://peer.example/dav/1"}}}"""),
            [.. MessageFields.Notification, new(Inner + ".permissions", FieldKind.Words) { Required = true, Max = 16 }],
            [
                .. Envelope,
                .. new[] { "notification", "notification.protocol", Inner }
                    .SelectMany(field => new[] { "null", "{}" }.Select(value => Refused(field, value, unproven, named))),
                .. new[] { "notification.protocol", Inner }
                    .SelectMany(field => new[] { "7", "true", "\"zq9mark\"", "[]" }.Select(value => Refused(field, value, unproven, named))),
                .. isSigned
                    ? new[] { "null", "7", "\"zq9mark\"", "{}" }.Select(value => Taken(Inner + ".sharedSecret", value, "permissions", "read write"))
                    : new[] { "null", "7", "true", "[]", "{}", "\"\"", "\"zq9mark\"" }.Select(value => Refused(Inner + ".sharedSecret", value, 401)),
                Taken(Inner + ".permissions", "[\"x-unknown\"]", "permissions", "x-unknown"),
                Taken("resourceType", "null", "permissions", "read write"),
                Taken("providerId", OlderScene.TheirShare, "permissions", "read write"),
                .. new[] { "notification.grantee", Inner + ".uri", "notification.protocol.name", "notification.protocol.options" }
                    .SelectMany(field => new[] { "null", "7", "\"zq9mark\"", "[]", "{}" }.Select(value => Taken(field, value, "permissions", "read write"))),
            ])
        {
            IsSigned = isSigned,
            DraftNames = new Dictionary<string, string>(StringComparer.Ordinal) { [Inner + ".permissions"] = "notification.permissions" },
        };
    }

    private static OldCall Unsigned(string type, string providerId, string parameters, FieldRule[] fields, OldValue[] values) => new(
        type,
        "/ocm/notifications",
        Json(type, providerId, parameters),
        [.. MessageFields.Notification, new(Secret, FieldKind.Secret) { Required = true, Max = 4096 }, .. fields],
        [
            .. Envelope,
            Refused("notification", "null", 401),
            Refused("notification", "[]", 401),
            Refused("notification", "{}", 401),
            .. SecretVariants.Select(what => Refused(Secret, what, 401)),
            Refused(Secret, "\"zq9mark\"", 401),
            .. values,
        ]);

    // Whoever signs is known by the signature, and the secret says nothing more.
    private static OldCall Signed(bool isSigned, OldCall call) => !isSigned ? call : call with
    {
        Name = call.Name + ", signed",
        IsSigned = true,
        Values =
        [
            .. call.Values.Where(value => value.Field != Secret && value.Field != "notification"),
            .. SecretVariants.Append("\"zq9mark\"").Select(what => Taken(Secret, what, "wish.shareWith", "pierre@third.example")),
            Taken("notification", "null", "wish.shareWith", became: null),
            Taken("notification", "[]", "wish.shareWith", became: null),
        ],
    };

    private static IEnumerable<string> SecretVariants =>
        FieldVariants.Of("""{"x":""}""", new FieldRule("x", FieldKind.Secret) { Required = true, Max = 4096 }).Where(variant => variant.Bad).Select(variant => variant.What);

    private static IEnumerable<OldValue> Envelope =>
    [
        Refused("providerId", "17", 401),
        Refused("providerId", "\"zq9mark\"", 401),
        Refused("notificationType", "\"zq9mark\"", 400, "notificationType"),
    ];

    private static IEnumerable<OldValue> NeverRead(string field, string path, string became) =>
        NotText.Concat(["null", "missing", "\"\\u0000\""]).Select(value => Taken(field, value, path, became));

    private static string Json(string type, string providerId, string parameters) =>
        $$"""{"notificationType":"{{type}}","resourceType":"file","providerId":"{{providerId}}","notification":{{parameters}}}""";
}
