using System.Text.Json.Nodes;
using Ocm.Client.Dialects;

namespace Ocm.Conformance.Dialects;

/// <summary>One message for each tolerance for what is received.</summary>
internal static class OldForms
{
    internal const string Form = "application/x-www-form-urlencoded";
    internal const string Json = "application/json";

    internal static IReadOnlyList<OldForm> All { get; } =
    [
        Share("null-members", 400, share => share["description"] = null),
        Share("shared-by", 400, share => Rename(share, "sender", "sharedBy")),
        Share("owner-as-sender", 400, share => share.Remove("sender")),
        Share("user-by-default", 400, share => share.Remove("shareType")),
        Share("numeric-provider-id", 400, share => share["providerId"] = 17),
        Share("address-form", 400, share => share["sender"] = WithScheme(share, "sender")),
        Share("escaped-recipient", 400, share => share["shareWith"] = share["shareWith"]!.GetValue<string>().Replace("marie", "%6Darie", StringComparison.Ordinal)),
        Share("requirements-on-top", 201, share =>
        {
            WebDav(share).Remove("requirements");
            share["requirements"] = new JsonArray("must-exchange-token");
        }),
        Share("protocol-name", 400, share => Protocol(share)["name"] = "datatx"),
        Share("path-as-name", 201, share => share["name"] = "/folder/notes.md"),
        Share("zero-expiration", 400, share => share["expiration"] = 0),
        Share("resource-type-case", 501, share => share["resourceType"] = "File"),
        Share("options-as-list", 201, share => Protocol(share)["options"] = new JsonArray()),
        Share("webdav-url", 400, share => Rename(WebDav(share), "uri", "url")),
        Share("secret-in-options", 400, share =>
        {
            WebDav(share).Remove("sharedSecret");
            Protocol(share)["options"] = new JsonObject { ["sharedSecret"] = "a-secret" };
        }),
        Share("code-as-secret", 400, share =>
        {
            WebDav(share).Remove("sharedSecret");
            share["code"] = "a-secret";
        }),
        Share("old-requirements", 501, share => WebDav(share)["requirements"] = new JsonArray("use-code")),
        Share("permissions-as-text", 400, share => WebDav(share)["permissions"] = "read"),
        Share("webdav-without-uri", 400, share =>
        {
            WebDav(share).Remove("uri");
            WebDav(share).Remove("requirements");
        }),
        Share("webapp-before-1.4", 400, share => Protocol(share)["webapp"] = new JsonObject { ["uriTemplate"] = "https://a.example/{x}", ["viewMode"] = "read" }),
        Share("embedded-payload", 201, share => Protocol(share)["embedded"] = new JsonObject { ["payload"] = new JsonObject { ["@graph"] = new JsonArray() } }),

        Notification("null-members", 400, notification => notification["resourceType"] = null),
        Notification("numeric-provider-id", 400, notification => notification["providerId"] = 17, interoperable: 401) with { OfTheDraft = 401 },
        Notification("parameters-as-list", 400, notification => notification["notification"] = new JsonArray()),
        Notification("misspelt-message", 201, notification => notification["notification"] = new JsonObject { ["messgage"] = "yes" }),
        Wish("address-form", 400, new JsonObject { ["shareWith"] = "pierre@https://third.example.org/" }),
        Wish("permission-bits", 201, new JsonObject { ["permission"] = 3 }),
        Change("secret-in-protocol", 400),
        Change("permissions-in-protocol", 400),

        Invite("null-members", 400, request => request["x"] = null, strict: 200),
        Invite("user-id-case", 400, request => Rename(request, "userID", "userId")),
        Invite("provider-as-url", 400, request => request["recipientProvider"] = "http://" + request["recipientProvider"]),
        Invite("user-id-with-host", 200, request => request["userID"] = $"einstein@http://{request["recipientProvider"]}"),
        Invite("no-name-or-email", 400, request => request.Remove("email")),
        new(LegacyMessageKind.InviteAcceptance, "form-invite-acceptance", 415, 200, _ => { }) { ContentType = Form },

        Token("null-members", 400, request => request["redirect_uri"] = null) with { ContentType = Json },
        Token("old-grant-type", 400, request => request["grant_type"] = "ocm_authorization_code"),
        Token("client-as-url", 400, request => request["client_id"] = "http://" + request["client_id"]),
        Token("json-token-request", 400, _ => { }) with { ContentType = Json },
    ];

    private static OldForm Share(string tolerance, int strict, Action<JsonObject> change) => new(LegacyMessageKind.Share, tolerance, strict, 201, change);

    private static OldForm Notification(string tolerance, int strict, Action<JsonObject> change, int interoperable = 201) =>
        new(LegacyMessageKind.Notification, tolerance, strict, interoperable, change);

    private static OldForm Wish(string tolerance, int strict, JsonObject parameters) => Notification(tolerance, strict, notification =>
    {
        notification["notificationType"] = "REQUEST_RESHARE";
        notification["notification"] = parameters.DeepClone();
    });

    // The peer's own share, whose permissions it changes.
    private static OldForm Change(string tolerance, int strict) => Notification(tolerance, strict, notification =>
    {
        notification["notificationType"] = "SHARE_CHANGE_PERMISSION";
        notification["providerId"] = "id-1";
        notification["notification"] = new JsonObject
        {
            ["protocol"] = new JsonObject { ["webdav"] = new JsonObject { ["sharedSecret"] = "a-secret-of-the-fake-peer", ["permissions"] = new JsonArray("read", "write") } },
        };
    });

    private static OldForm Invite(string tolerance, int strictStatus, Action<JsonObject> change, int? strict = null) =>
        new(LegacyMessageKind.InviteAcceptance, tolerance, strict ?? strictStatus, 200, change);

    private static OldForm Token(string tolerance, int strict, Action<JsonObject> change) => new(LegacyMessageKind.TokenRequest, tolerance, strict, 200, change);

    private static string WithScheme(JsonObject message, string name) => message[name]!.GetValue<string>().Replace("@", "@http://", StringComparison.Ordinal) + "/";

    private static JsonObject Protocol(JsonObject share) => share["protocol"]!.AsObject();

    private static JsonObject WebDav(JsonObject share) => Protocol(share)["webdav"]!.AsObject();

    private static void Rename(JsonObject message, string from, string to)
    {
        message[to] = message[from]!.DeepClone();
        message.Remove(from);
    }
}
