using System.Text.Json.Nodes;

namespace Ocm.Client.Dialects;

/// <summary>Share creation notifications of OCM 1.0 to 1.3.</summary>
internal static class ShareTolerances
{
    private const string WebDav = "webdav";
    private const string Embedded = "embedded";
    private const string Options = "options";
    private const string Secret = "sharedSecret";
    private const string Required = "requirements";
    private const int MaxName = 128;

    internal static IReadOnlyList<Tolerance> All { get; } =
    [
        new("null-members", RemoveNulls),
        new("shared-by", share => share.Rename("sharedBy", "sender") | share.Rename("sharedByDisplayName", "senderDisplayName")),
        new("owner-as-sender", share => !share.ContainsKey("sender") && share.Text("owner") is { } owner && share.Set("sender", owner)),
        new("user-by-default", share => !share.ContainsKey("shareType") && share.Set("shareType", "user")),
        new("numeric-provider-id", share => share.NumberToText("providerId")),
        new("address-form", share => LegacyAddress.Normalize(share, "shareWith") | LegacyAddress.Normalize(share, "owner") | LegacyAddress.Normalize(share, "sender")),
        new("path-as-name", NameOfPath),
        new("zero-expiration", share => share.RemoveIf("expiration", value => value is JsonValue number && number.TryGetValue<long>(out var seconds) && seconds == 0)),
        new("resource-type-case", share => share.Text("resourceType") is { } type
            && (string.Equals(type, "file", StringComparison.OrdinalIgnoreCase) || string.Equals(type, "folder", StringComparison.OrdinalIgnoreCase))
            && share.Set("resourceType", type.ToLowerInvariant())),
        new("options-as-list", share => Protocol(share, protocol => protocol.RemoveIf(Options, value => value is JsonArray { Count: 0 }))),
        new("webdav-url", share => Detail(share, WebDav, webdav => webdav.Rename("url", "uri") | webdav.Rename("URI", "uri"))),
        new("requirements-on-top", RequirementsOnTop),
        new("secret-in-options", share => Protocol(share, SecretFromOptions)),
        new("code-as-secret", CodeAsSecret),
        new("old-requirements", share => Detail(share, WebDav, Requirements) | Detail(share, "webapp", Requirements)),
        new("permissions-as-text", share => Detail(share, WebDav, webdav => webdav.RemoveIf("permissions", value => value is not JsonArray))),
        new("webdav-without-uri", share => Protocol(share, RootForm)),
        new("webapp-before-1.4", share => Protocol(share, WithoutOldWebApp)),
        new("protocol-name", share => Protocol(share, NameOfProtocol)),
        new("embedded-payload", share => Protocol(share, Payload)),
    ];

    private static bool RemoveNulls(JsonObject share)
    {
        var changed = share.RemoveNulls();
        if (share.TryGetObject("protocol", out var protocol))
        {
            changed |= protocol.RemoveNulls();
            foreach (var (name, value) in protocol)
            {
                // An embedded document is the resource itself.
                changed |= name != Embedded && value is JsonObject detail && detail.RemoveNulls();
            }
        }

        return changed;
    }

    private static bool NameOfPath(JsonObject share) => share.Text("name") is ['/', ..] path
        && path.TrimEnd('/') is var trimmed && trimmed[(trimmed.LastIndexOf('/') + 1)..] is { Length: > 0 } name
        && share.Set("name", name);

    private static bool SecretFromOptions(JsonObject protocol) =>
        protocol.TryGetObject(WebDav, out var webdav) && !webdav.ContainsKey(Secret)
        && protocol.TryGetObject(Options, out var options) && options.Text(Secret) is { Length: > 0 } secret
        && webdav.Set(Secret, secret);

    // OCM 1.2: the code is exchanged, and nothing else opens the share.
    private static bool CodeAsSecret(JsonObject share) =>
        share.Text("code") is { Length: > 0 } code
        && Detail(share, WebDav, webdav =>
        {
            if (webdav.ContainsKey(Secret))
            {
                return false;
            }

            webdav[Secret] = code;
            Require(webdav, new JsonArray("must-exchange-token"));
            return true;
        });

    private static bool Requirements(JsonObject detail) =>
        detail.RemoveIf(Required, value => value is JsonArray { Count: 0 })
        | detail.MapTexts(Required, name => name switch
        {
            "mfa-enforced" => "must-use-mfa",
            "use-code" => "must-exchange-token",
            _ => name,
        });

    // Without a URI the resource is at the root of the sender's WebDAV path, as in OCM 1.0. One that is no text is a mistake.
    private static bool RootForm(JsonObject protocol)
    {
        if (!protocol.TryGetObject(WebDav, out var webdav)
            || (webdav.ContainsKey("uri") && webdav.Text("uri") is not "")
            || webdav.Text(Secret) is not { Length: > 0 } secret
            || webdav.ContainsKey(Required))
        {
            return false;
        }

        protocol.Remove(WebDav);
        protocol["name"] = WebDav;
        protocol[Options] = new JsonObject { [Secret] = secret };
        return true;
    }

    // Nothing asked for the exchange then. One that requires something is no old one, or is refused: what it requires holds for the share.
    private static bool WithoutOldWebApp(JsonObject protocol) =>
        protocol.TryGetObject("webapp", out var webapp) && !webapp.ContainsKey(Required)
        && (webapp.ContainsKey("uriTemplate") || webapp.ContainsKey("viewMode")) && protocol.Remove("webapp");

    // Some call the protocol by a name that is not beside it, while another one is. What cannot be a name is a mistake.
    private static bool NameOfProtocol(JsonObject protocol)
    {
        var name = protocol.Text("name");
        var stands = name is null or "multi" || name.Length > MaxName || name.Any(char.IsControl) || protocol.ContainsKey(name)
            || (name == WebDav && protocol.TryGetObject(Options, out var options) && options.ContainsKey(Secret));
        return !stands && protocol.Any(member => member.Key is not ("name" or Options) && member.Value is JsonObject) && protocol.Set("name", "multi");
    }

    // What is required of the whole share is required of each way to it.
    private static bool RequirementsOnTop(JsonObject share) =>
        share[Required] is { } onTop and not JsonArray { Count: 0 }
        && (Protocol(share, WithPlaceForRequirements)
            | Detail(share, WebDav, detail => Require(detail, onTop))
            | Detail(share, "webapp", detail => Require(detail, onTop)));

    // The form of OCM 1.0 has none: it becomes the draft's, which is refused for what it lacks then.
    private static bool WithPlaceForRequirements(JsonObject protocol)
    {
        if (protocol.Text("name") != WebDav || protocol.ContainsKey(WebDav))
        {
            return false;
        }

        protocol[WebDav] = new JsonObject();
        return true;
    }

    // A requirement that cannot be read is never left out: it is carried to where the draft has it, and refused there.
    private static bool Require(JsonObject detail, JsonNode required)
    {
        if (required is not JsonArray names)
        {
            detail[Required] = required.DeepClone();
            return true;
        }

        if (!detail.ContainsKey(Required))
        {
            detail[Required] = new JsonArray();
        }

        if (detail[Required] is not JsonArray present)
        {
            return false;
        }

        var known = detail.Texts(Required).ToHashSet(StringComparer.Ordinal);
        var (isReadable, changed) = (present.All(item => LegacyJson.TextOf(item) is not null), false);
        foreach (var name in names)
        {
            // One that cannot be read is enough to be refused.
            var text = LegacyJson.TextOf(name);
            if (text is null ? isReadable : known.Add(text))
            {
                present.Add(name?.DeepClone());
                isReadable &= text is not null;
                changed = true;
            }
        }

        return changed;
    }

    private static bool Payload(JsonObject protocol)
    {
        if (!protocol.TryGetObject(Embedded, out var embedded) || embedded.Count != 1 || !embedded.TryGetObject("payload", out var payload))
        {
            return false;
        }

        embedded.Remove("payload");
        protocol[Embedded] = payload;
        return true;
    }

    private static bool Protocol(JsonObject share, Func<JsonObject, bool> change) =>
        share.TryGetObject("protocol", out var protocol) && change(protocol);

    private static bool Detail(JsonObject share, string name, Func<JsonObject, bool> change) =>
        Protocol(share, protocol => protocol.TryGetObject(name, out var detail) && change(detail));
}
