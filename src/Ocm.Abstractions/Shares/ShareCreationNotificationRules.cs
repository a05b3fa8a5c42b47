using System.Text.Json;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Shares;

/// <summary>What makes a share creation notification readable (SHARE-07, 08, 11, 13, 17, 19, 20, 31, EMB-02).</summary>
internal static class ShareCreationNotificationRules
{
    // 9999-12-31T23:59:59Z: the last second that a point in time can name here.
    private const long MaxExpiration = 253_402_300_799;

    internal static IReadOnlyList<ValidationError> Validate(JsonElement message)
    {
        List<ValidationError> errors = [];
        var fields = new FieldReader(message, errors);
        fields.RequiredAddress("shareWith");
        fields.RequiredText("name", maxLength: 1024);
        fields.OptionalText("description", mayHaveLines: true);
        fields.RequiredText("providerId", maxLength: 512);
        fields.RequiredAddress("owner");
        fields.RequiredAddress("sender");
        fields.OptionalText("ownerDisplayName", maxLength: 1024);
        fields.OptionalText("senderDisplayName", maxLength: 1024);
        fields.RequiredText("shareType", maxLength: 128);
        fields.RequiredText("resourceType", maxLength: 128);
        fields.OptionalInteger("expiration", maximum: MaxExpiration);
        if (fields.Child("protocol", required: true) is { } protocol)
        {
            CheckProtocol(protocol);
            CheckEmbedded(protocol, fields.Peek("resourceType"));
        }

        return errors;
    }

    private static void CheckProtocol(FieldReader protocol)
    {
        protocol.OptionalText("name", mayBeEmpty: false, maxLength: 128);
        var webdav = protocol.Child("webdav");
        var webapp = protocol.Child("webapp");
        var ssh = protocol.Child("ssh");
        CheckWebDav(webdav);
        CheckWebApp(webapp);
        CheckSsh(ssh);
        CheckShape(protocol);
        CheckAgreement(webdav, webapp);
    }

    private static void CheckWebDav(FieldReader? webdav)
    {
        if (webdav is not { } fields)
        {
            return;
        }

        fields.TextList("accessTypes");
        fields.RequiredText("uri");
        fields.RequiredSecret("sharedSecret");
        fields.TextList("permissions");
        fields.TextList("requirements", mayBeEmpty: false);
        fields.OptionalInteger("size");
    }

    private static void CheckWebApp(FieldReader? webapp)
    {
        if (webapp is not { } fields)
        {
            return;
        }

        fields.RequiredText("uri");
        if (JsonText.TryGet(fields.Peek("uri") ?? default, out var uri) && !IsWebAddress(uri))
        {
            fields.Add("uri", "must be an absolute http or https URI with a host");
        }

        fields.TextList("targets", required: true, mayBeEmpty: false);
        fields.TextList("permissions", required: true, mayBeEmpty: false);
        fields.TextList("requirements", required: true, mayBeEmpty: false);
        fields.RequiredSecret("sharedSecret");
        fields.OptionalText("appName", maxLength: 1024);
        fields.OptionalText("appIconHint", maxLength: 256);
        fields.TextList("mediaTypes");
        if (Texts(fields.Peek("requirements")) is { Count: > 0 } requirements && !requirements.Contains(Requirement.MustExchangeToken.Value))
        {
            fields.Add("requirements", "must include must-exchange-token");
        }
    }

    private static void CheckSsh(FieldReader? ssh)
    {
        if (ssh is not { } fields)
        {
            return;
        }

        fields.TextList("accessTypes");
        fields.RequiredText("uri");
        if (JsonText.TryGet(fields.Peek("uri") ?? default, out var uri) && !SshAddress.TryParse(uri, out _))
        {
            fields.Add("uri", "must have the form username@host:port/path");
        }
    }

    // OCM-Embedded, Section 5: an RO-Crate is its metadata document, never text that holds one.
    private static void CheckEmbedded(FieldReader protocol, JsonElement? resourceType)
    {
        if (protocol.Optional("embedded") is { ValueKind: not JsonValueKind.Object }
            && JsonText.TryGet(resourceType ?? default, out var type) && type == ResourceType.RoCrate.Value)
        {
            protocol.Add("embedded", "must be an object for an ro-crate");
        }
    }

    // Three shapes: name + options (OCM 1.0), name + the object named after it, and multi with one object each.
    private static void CheckShape(FieldReader protocol)
    {
        var name = JsonText.TryGet(protocol.Peek("name") ?? default, out var text) ? text : ProtocolName.Multi.Value;
        if (string.Equals(name, ProtocolName.Multi.Value, StringComparison.Ordinal))
        {
            if (!protocol.Names().Any(member => member is not ("name" or "options")))
            {
                protocol.Add("name", "must be accompanied by at least one protocol");
            }
        }
        else if (name is "" or "name" or "options")
        {
            protocol.Add("name", "must be the name of a protocol");
        }
        else if (!protocol.Has(name))
        {
            var options = protocol.Child("options", required: true);
            if (string.Equals(name, ProtocolName.WebDav.Value, StringComparison.Ordinal))
            {
                options?.RequiredSecret("sharedSecret");
            }
        }
    }

    private static void CheckAgreement(FieldReader? webdav, FieldReader? webapp)
    {
        if (webdav is { } dav && webapp is { } app
            && !(Texts(dav.Peek("requirements")) ?? []).SetEquals(Texts(app.Peek("requirements")) ?? []))
        {
            app.Add("requirements", "must be the same for all protocols that are offered");
        }
    }

    private static HashSet<string>? Texts(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } array
        ? [.. array.EnumerateArray().Select(item => JsonText.TryGet(item, out var text) ? text : string.Empty)]
        : null;

    private static bool IsWebAddress(string text) =>
        text.AsSpan().IndexOfAny(' ', '\\') < 0 && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("https" or "http") && uri.Host.Length > 0 && uri.UserInfo.Length == 0;
}
