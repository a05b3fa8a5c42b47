using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Conformance.BadInput;

/// <summary>The discovery documents of OCM 1.0 to 1.3, and what is read from a value in them that the draft has no reading for.</summary>
internal static class OldDocuments
{
    private const string WellKnown = "/.well-known/ocm";
    private const string Provider = "/ocm-provider/";
    private const string File = """[{"name":"file","shareTypes":["user"],"protocols":{}}]""";

    internal static IReadOnlyList<OldDocument> All { get; } =
    [
        new(
            "Nextcloud",
            WellKnown,
            """
            {"enabled":true,"apiVersion":"1.1.0","endPoint":"http://peer.example/ocm","provider":"Nextcloud",
            "resourceTypes":[{"name":"file","shareTypes":["user","group"],"protocols":{"webdav":"/public.php/webdav/"}}],
            "capabilities":["/invite-accepted","/notifications","/shares"],
            "publicKey":{"keyId":"http://peer.example/ocm#signature","publicKeyPem":"-----BEGIN PUBLIC KEY-----"}}
            """,
            """
            {"enabled":true,"apiVersion":"1.1.0","endPoint":"http://peer.example/ocm","provider":"Nextcloud",
            "resourceTypes":[{"name":"file","shareTypes":["user","group"],"protocols":{"webdav":"/public.php/webdav/"}}],
            "capabilities":["invites","notifications","shares"],
            "publicKey":{"keyId":"http://peer.example/ocm#signature","publicKeyPem":"-----BEGIN PUBLIC KEY-----"}}
            """,
            [.. Fields("resourceTypes[0]"), new("publicKey", FieldKind.Any), new("publicKey.keyId", FieldKind.Any), new("publicKey.publicKeyPem", FieldKind.Any)],
            [
                .. Values("resourceTypes[0]", """["user"]"""),
                Gone("publicKey"),
                Other("capabilities", "slashes alone", """["/","//"]""") with { Fails = OcmFailureKind.InvalidResponse, Named = "capabilities" },
                Other("capabilities", "one in both forms", """["invites","/invite-accepted"]""") with { Reads = [("capabilities", """["invites"]""")] },
            ]),
        new(
            "OCM 1.2",
            WellKnown,
            """
            {"enabled":true,"apiVersion":"1.2.0","endPoint":"http://peer.example/ocm/","provider":"Peer",
            "resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{"webdav":"/dav"}}],
            "capabilities":["receive-code","invites","protocol-object"],"criteria":["code","invite","http-request-signatures"],"inviteAcceptDialog":"http://peer.example/accept"}
            """,
            """
            {"enabled":true,"apiVersion":"1.2.0","endPoint":"http://peer.example/ocm/","provider":"Peer","tokenEndPoint":"http://peer.example/ocm/token",
            "resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{"webdav":"/dav"}}],
            "capabilities":["exchange-token","invites","protocol-object"],"criteria":["must-exchange-token","must-invite","must-use-http-sig"],"inviteAcceptDialog":"http://peer.example/accept"}
            """,
            [.. Fields("resourceTypes[0]"), new("inviteAcceptDialog", FieldKind.Text) { MayBeEmpty = true, Max = 2048 }],
            [
                .. Values("resourceTypes[0]", """["user"]""", tokenEndPoint: true),
                Gone("inviteAcceptDialog"),
                new("inviteAcceptDialog", "empty") { Reads = [("inviteAcceptDialog", null)] },
                Other("tokenEndPoint", "null", "null") with { Reads = [] },
                Other("tokenEndPoint", "empty", "\"\"") with { Reads = [] },
                Other("tokenEndPoint", "elsewhere", "\"http://zq9mark.example/token\"") with { Fails = OcmFailureKind.InvalidResponse, Named = "tokenEndPoint" },
                Other("tokenEndPoint", "a number", "7") with { Fails = OcmFailureKind.InvalidResponse, Named = "tokenEndPoint" },
                Other("endPoint", "elsewhere", "\"http://zq9mark.example/ocm\"") with { Fails = OcmFailureKind.InvalidResponse, Named = "endPoint" },
                Other("endPoint", "with a query", "\"http://peer.example/ocm?zq9mark\"") with { Fails = OcmFailureKind.InvalidResponse, Named = "endPoint" },
                Other("inviteAcceptDialog", "elsewhere", "\"http://zq9mark.example/accept\"") with { Reads = [("inviteAcceptDialog", null)] },
                Other("jwksUri", "null", "null") with { Fails = OcmFailureKind.InvalidResponse, Named = "jwksUri" },
                Other("jwksUri", "empty", "\"\"") with { Fails = OcmFailureKind.InvalidResponse, Named = "jwksUri" },
                Other("criteria", "one in both forms", """["code","must-exchange-token","token-exchange"]""") with { Reads = [("criteria", """["must-exchange-token"]""")] },
            ]),
        new(
            "Seafile",
            Provider,
            """
            {"enabled":true,"apiVersion":"1.0-proposal1","endPoint":"http://peer.example/api/v2.1/ocm/",
            "resourceTypes":{"name":"library","shareTypes":["user"],"protocols":{"webdav":"seafdav"}}}
            """,
            """
            {"enabled":true,"apiVersion":"1.0-proposal1","endPoint":"http://peer.example/api/v2.1/ocm/",
            "resourceTypes":[{"name":"library","shareTypes":["user"],"protocols":{"webdav":"/seafdav"}}]}
            """,
            [.. Fields("resourceTypes").Where(field => field.Path is not ("provider" or "capabilities" or "criteria"))],
            [.. Values("resourceTypes", """["user"]""").Where(value => value.Field is not ("provider" or "capabilities" or "criteria"))]),
    ];

    private static IEnumerable<FieldRule> Fields(string entry) =>
    [
        new("enabled", FieldKind.Boolean) { Required = true },
        new("apiVersion", FieldKind.Text) { Required = true, Max = 64 },
        new("endPoint", FieldKind.Text) { Required = true, Max = 2048 },
        new("provider", FieldKind.Text) { MayBeEmpty = true, Max = 1024 },
        new("resourceTypes", FieldKind.Objects) { Required = true, Max = 64 },
        new($"{entry}.name", FieldKind.Word) { Required = true, Max = 128 },
        new($"{entry}.shareTypes", FieldKind.Words) { Required = true, Max = 64 },
        new($"{entry}.protocols", FieldKind.Object) { Required = true },
        new($"{entry}.protocols.webdav", FieldKind.Any),
        new("capabilities", FieldKind.Words) { MayBeEmpty = true, Max = 256 },
        new("criteria", FieldKind.Words) { MayBeEmpty = true, Max = 256 },
    ];

    private static IEnumerable<OldDocumentValue> Values(string entry, string shareTypes, bool tokenEndPoint = false)
    {
        (string, string?)[] noToken = tokenEndPoint ? [("tokenEndPoint", null)] : [];
        var webdav = "resourceTypes[0].protocols.webdav";
        return
        [
            .. new[] { "missing", "null" }.SelectMany(what => new OldDocumentValue[]
            {
                new("enabled", what),
                new("apiVersion", what) { Reads = [("apiVersion", "\"1.0\"")] },
                new("resourceTypes", what) { Reads = [("resourceTypes", File)] },
            }),
            new("resourceTypes", "empty") { Reads = [("resourceTypes", File)] },
            new("resourceTypes", "an object") { Fails = OcmFailureKind.InvalidResponse, Named = "resourceTypes[0].name" },
            new("enabled", "false") { Fails = OcmFailureKind.Disabled },
            Gone("provider"),
            new("capabilities", "null") { Reads = [("capabilities", null), .. noToken] },
            Gone("criteria"),

            // Without the old name of the exchange nothing says that there is a token endpoint.
            .. tokenEndPoint ? TokenRows() : [],
            new("capabilities", "too many") { Reads = [("capabilities", """["a"]"""), .. noToken] },
            new("criteria", "too many") { Reads = [("criteria", """["a"]""")] },
            new($"{entry}.shareTypes", "missing") { Reads = [("resourceTypes[0].shareTypes", shareTypes)] },
            new($"{entry}.protocols", "missing") { Reads = [("resourceTypes[0].protocols", "{}")] },
            new($"{entry}.protocols.webdav", "a string") { Reads = [(webdav, "\"/zq9mark\"")] },
            Other($"{entry}.protocols.webdav", "empty", "\"\"") with { Reads = [(webdav, "\"\"")] },
            Other($"{entry}.protocols.webdav", "a URL", "\"http://zq9mark.example/dav\"") with { Reads = [(webdav, "\"http://zq9mark.example/dav\"")] },
            Other($"{entry}.protocols.webdav", "with a user", "\"zq9mark@a.example\"") with { Reads = [(webdav, "\"/zq9mark@a.example\"")] },
        ];

        IEnumerable<OldDocumentValue> TokenRows() =>
            from what in new[] { "missing", "empty", "unknown", "a word as long as allowed", "as many as allowed" }
            let words = what switch
            {
                "missing" => null,
                "empty" => "[]",
                "unknown" => """["x-unknown"]""",
                "as many as allowed" => """["a"]""",
                _ => $"[\"{new string('a', 256)}\"]",
            }
            select new OldDocumentValue("capabilities", what) { Reads = [("capabilities", words), .. noToken] };
    }

    private static OldDocumentValue Gone(string field) => new(field, "null") { Reads = [(field, null)] };

    private static OldDocumentValue Other(string field, string what, string json) => new(field, what) { Json = json };
}
