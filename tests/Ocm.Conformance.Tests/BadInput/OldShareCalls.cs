using Ocm.Serialization;
using static Ocm.Conformance.BadInput.OldValue;

namespace Ocm.Conformance.BadInput;

/// <summary>Shares of OCM 1.0 to 1.3, with each field of them that the draft has not, or has otherwise.</summary>
internal static class OldShareCalls
{
    private const string Sender = "einstein@peer.example";

    private static readonly string[] NotText = ["a number", "a boolean", "a list of a number", "a list of null", "an object"];

    internal static IEnumerable<OldCall> All =>
    [
        OfOcm10(isSigned: false),
        OfOcm10(isSigned: true),
        OfReva,
        WithCode,
        WithRequirementsOnTop,
        WithOldWebApp,
        WithPayload,
    ];

    /// <summary>As Nextcloud and Seafile write it: the secret in <c>options</c>, <c>sharedBy</c>, hosts as URLs, a path as name.</summary>
    private static OldCall OfOcm10(bool isSigned) => new(
        isSigned ? "shares, OCM 1.0, signed" : "shares, OCM 1.0",
        "/ocm/shares",
        """
        {"shareWith":"marie@http://server.example/","shareType":"user","name":"/folder/notes.md","resourceType":"file","description":"Notes","providerId":"17","expiration":0,
        "owner":"einstein@http://peer.example/","ownerDisplayName":"E","sharedBy":"einstein@http://peer.example/","sharedByDisplayName":"E",
        "protocol":{"name":"webdav","options":{"sharedSecret":"a-long-secret","permissions":"{http://open-cloud-mesh.org/ns}share-permissions"}}}
        """,
        [
            .. Base.Select(Renamed),
            new("protocol", FieldKind.Object) { Required = true },
            new("protocol.name", FieldKind.Text) { Required = true, Max = 128 },
            .. MessageFields.LegacyShare,
        ],
        [
            .. BaseValues(isSigned).Select(value => value with { Field = OldName(value.Field) }),
            Taken("name", "\"/folder/\"", "name", "folder"),
            Taken("name", "\"/\"", "name", "/"),
            Taken("resourceType", "\"FOLDER\"", "resourceType", "folder"),
            Refused("protocol.name", "\"zq9mark\"", 501),
            Refused("requirements", "[\"must-use-mfa\"]", 400, "protocol.webdav.uri"),
            Refused("requirements", "17", 400, "protocol.webdav.requirements"),
            Taken("protocol.options.permissions", "null", "protocol.options.permissions", became: null),
        ])
    {
        IsSigned = isSigned,
        DraftNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["sharedBy"] = "sender", ["sharedByDisplayName"] = "senderDisplayName" },
    };

    /// <summary>As the descendants of reva write it: empty members, and the protocol by its name.</summary>
    private static OldCall OfReva => new(
        "shares, OCM 1.1",
        "/ocm/shares",
        Message("""{"name":"multi","options":{},"webdav":{"uri":"https://peer.example/dav/1","sharedSecret":"a-long-secret","permissions":["read"],"accessTypes":["remote"],"requirements":["must-exchange-token"],"size":7}}"""),
        [
            .. Base,
            new("protocol.name", FieldKind.Text) { Max = 128 },
            new("protocol.options", FieldKind.Any),
            new("protocol.webdav", FieldKind.Object) { Required = true },
            .. MessageFields.Share.Where(row => row.Path.StartsWith("protocol.webdav.", StringComparison.Ordinal)),
            new("protocol.webdav.requirements", FieldKind.Words) { Max = 64 },
        ],
        [
            .. BaseValues(isSigned: false),
            Refused("protocol.webdav", "missing", 400, "protocol.name"),
            Refused("protocol.webdav", "null", 400, "protocol.name"),
            Refused("protocol.webdav.requirements", "[\"zq9mark\"]", 501),
            Refused("protocol.webdav.requirements", "too many", 501), // One word many times says it once.
            .. LeftOut("protocol.webdav.permissions", "null", "a number", "a boolean", "a string", "an object"),
            .. NullsLeftOut("protocol.webdav.accessTypes", "protocol.webdav.requirements", "protocol.webdav.size"),
            .. LeftOut("protocol.webdav.requirements", "empty"),
            .. LeftOut("protocol.options", "null", "[]"),
            .. LeftOut("protocol.name", "null"),
            Taken("protocol.name", "empty", "protocol.name", "multi"),
            Taken("protocol.name", "\"datatx\"", "protocol.name", "multi"),
        ]);

    /// <summary>OCM 1.2, as the stub writes it: the secret is a code that is exchanged, the locator is called URI.</summary>
    private static OldCall WithCode => new(
        "shares, OCM 1.2",
        "/ocm/shares",
        Message("""{"name":"multi","webdav":{"URI":"https://peer.example/dav/1","permissions":["read"],"requirements":["use-code"]}}""", ",\"code\":\"a-long-secret\""),
        [
            new("code", FieldKind.Secret) { Required = true, Max = 4096 },
            new("protocol.webdav.URI", FieldKind.Text) { Required = true, Max = 4096 },
            new("protocol.webdav.requirements", FieldKind.Words) { Max = 64 },
        ],
        [
            Taken("protocol.webdav.requirements", "null", "protocol.webdav.requirements", "must-exchange-token"),
            Taken("protocol.webdav.requirements", "empty", "protocol.webdav.requirements", "must-exchange-token"),
            Refused("protocol.webdav.requirements", "[\"mfa-enforced\",\"use-code\"]", 501),
            Refused("protocol.webdav.requirements", "[\"zq9mark\"]", 501),
            Refused("protocol.webdav.requirements", "too many", 501), // One word many times says it once.
        ])
    {
        IsSigned = true,
        DraftNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = "protocol.webdav.sharedSecret", ["protocol.webdav.URI"] = "protocol.webdav.uri" },
    };

    /// <summary>What a later draft may have: the requirements of the whole share; with the secret in <c>options</c> only.</summary>
    private static OldCall WithRequirementsOnTop => new(
        "shares, requirements on top",
        "/ocm/shares",
        Message(
            """{"name":"webdav","options":{"sharedSecret":"a-long-secret"},"webdav":{"url":"https://peer.example/dav/1","permissions":["read"]}}""",
            ",\"requirements\":[\"must-exchange-token\"]"),
        [
            new("requirements", FieldKind.Words) { Max = 64 },
            new("protocol.webdav.url", FieldKind.Text) { Required = true, Max = 4096 },
            new("protocol.options.sharedSecret", FieldKind.Secret) { Required = true, Max = 4096 },
        ],
        [
            .. LeftOut("requirements", "null", "empty").Select(value => value with { Path = "protocol.webdav.requirements" }),
            Taken("requirements", "[\"use-code\"]", "protocol.webdav.requirements", "must-exchange-token"),
            Refused("requirements", "[\"mfa-enforced\"]", 501),
            Refused("requirements", "[\"zq9mark\"]", 501),
            Refused("requirements", "too many", 501), // One word many times says it once.
        ])
    {
        IsSigned = true,
        DraftNames = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["requirements"] = "protocol.webdav.requirements",
            ["protocol.webdav.url"] = "protocol.webdav.uri",
            ["protocol.options.sharedSecret"] = "protocol.webdav.sharedSecret",
        },
    };

    /// <summary>
    /// The web application of OCM 1.1 is left out whatever it holds: nobody can be sent there. Without a URI, WebDAV is at the root of
    /// what the sender serves.
    /// </summary>
    private static OldCall WithOldWebApp => new(
        "shares, OCM 1.1, webapp",
        "/ocm/shares",
        Message("""{"name":"multi","webdav":{"url":"https://peer.example/dav/1","sharedSecret":"a-long-secret"},"webapp":{"uriTemplate":"https://peer.example/{x}","viewMode":"read"}}"""),
        [new("protocol.webdav.url", FieldKind.Text) { Required = true, Max = 4096 }, new("protocol.webapp", FieldKind.Object), new("protocol.webapp.uriTemplate", FieldKind.Any), new("protocol.webapp.viewMode", FieldKind.Any)],
        [
            .. new[] { "missing", "null", "empty" }.Select(what => Taken("protocol.webdav.url", what, "protocol.options.sharedSecret", "a-long-secret")),
            .. LeftOut("protocol.webapp", "null"),
            .. from member in new[] { "protocol.webapp.uriTemplate", "protocol.webapp.viewMode" }
               from value in NotText.Concat(["missing", "null", "\"\"", "\"\\u0000\""])
               select Taken(member, value, "protocol.webapp", became: null),
        ])
    {
        DraftNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["protocol.webdav.url"] = "protocol.webdav.uri" },
    };

    /// <summary>The resource itself in a wrapper.</summary>
    private static OldCall WithPayload => new(
        "shares, embedded payload",
        "/ocm/shares",
        Message("""{"name":"multi","embedded":{"payload":{"@context":"https://w3id.org/ro/crate/1.1/context"}}}""").Replace("\"file\"", "\"ro-crate\"", StringComparison.Ordinal),
        [new("protocol.embedded", FieldKind.Object) { Required = true }, new("protocol.embedded.payload", FieldKind.Any)],
        [
            Refused("protocol.embedded", "missing", 400, "protocol.name"),
            Refused("protocol.embedded", "null", 400, "protocol.name"),
            Taken("protocol.embedded.payload", "a number", "protocol.embedded.payload", "17.5"),
        ]);

    private static FieldRule[] Base => [.. MessageFields.Share.Where(row => !row.Path.StartsWith("protocol", StringComparison.Ordinal))];

    /// <summary>What is answered otherwise, or taken, in the fields that all older shares have.</summary>
    private static IEnumerable<OldValue> BaseValues(bool isSigned) =>
    [
        .. NullsLeftOut("description", "expiration", "ownerDisplayName"),
        Taken("senderDisplayName", "null", "senderDisplayName", became: null),
        Taken("expiration", "0", "expiration", became: null),
        Refused("expiration", "1", 400, "expiration"),
        Taken("shareType", "missing", "shareType", "user"),
        Taken("shareType", "null", "shareType", "user"),
        Refused("shareType", "\"zq9mark\"", 501),
        Refused("resourceType", "\"zq9mark\"", 501),
        Taken("providerId", "18", "providerId", "18"),
        Taken("providerId", "-1", "providerId", "-1"),
        Refused("providerId", "1e3", 400, "providerId"),
        Refused("shareWith", "\"zq9mark@server.example\"", 400, "shareWith"),
        Taken("sender", "missing", "sender", Sender),
        Taken("sender", "null", "sender", Sender),
        Taken("shareWith", "\"%6Darie@server.example\"", "shareWith", "marie@server.example"),
        Refused("shareWith", "\"marie%00@server.example\"", 400, "shareWith"),
        Refused("shareWith", "\"%FFmarie@server.example\"", 400, "shareWith"),
        Refused("owner", "with a scheme", 403),
        Refused("sender", "with a scheme", 401),
        Refused("sender", isSigned ? "\"einstein@http://127.0.0.1:1/\"" : "\"einstein@127.0.0.1:1\"", 401),
        Taken("owner", "\"einstein@http://peer.example@http://peer.example/\"", "owner", Sender),
    ];

    private static FieldRule Renamed(FieldRule row) => row with { Path = OldName(row.Path) };

    private static string OldName(string field) => field switch
    {
        "sender" => "sharedBy",
        "senderDisplayName" => "sharedByDisplayName",
        _ => field,
    };

    private static string Message(string protocol, string more = "") =>
        $$"""
        {"shareWith":"marie@server.example","shareType":"user","name":"notes.md","resourceType":"file","description":"","providerId":"17","expiration":0,
        "owner":"{{Sender}}","ownerDisplayName":"","sender":"{{Sender}}","senderDisplayName":"E"{{more}},"protocol":{{protocol}}}
        """;
}
