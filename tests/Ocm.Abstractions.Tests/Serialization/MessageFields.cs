namespace Ocm.Serialization;

/// <summary>The fields of each message, with what they take: one description for the tests of the models and of the endpoints.</summary>
internal static class MessageFields
{
    private const long LastSecond = 253_402_300_799;

    /// <summary>What a directory service says.</summary>
    internal const string DirectoryExample = """
        {"federation": "The physicists", "servers": [{"url": "https://cloud.example.org", "displayName": "Cloud"}, {"url": "https://files.example.org:8443", "displayName": "Files"}]}
        """;

    /// <summary>A contact on a JSContact card.</summary>
    internal const string ContactExample = """
        {
          "@type": "Card", "version": "1.0", "uid": "ocm:einstein@cloud.example.org", "name": {"full": "Albert Einstein"},
          "emails": {"e1": {"address": "albert@example.org"}},
          "ietf.org:ocmAddresses": {"primary": {"@type": "ocmAddress", "address": "einstein@cloud.example.org", "trusted": true, "source": "invite", "label": "Berlin"}}
        }
        """;

    internal static FieldRule[] Discovery =>
    [
        new("enabled", FieldKind.Boolean) { Required = true },
        new("apiVersion", FieldKind.Text) { Required = true, Max = 64 },
        new("endPoint", FieldKind.Text) { Required = true, Max = 2048 },
        new("provider", FieldKind.Text) { MayBeEmpty = true, Max = 1024 },
        new("resourceTypes", FieldKind.Objects) { Required = true, Max = 64 },
        new("resourceTypes[0].name", FieldKind.Word) { Required = true, Max = 128 },
        new("resourceTypes[1].shareTypes", FieldKind.Words) { Required = true, Max = 64 },
        new("resourceTypes[1].protocols", FieldKind.Object) { Required = true },
        new("capabilities", FieldKind.Words) { MayBeEmpty = true, Max = 256 },
        new("criteria", FieldKind.Words) { MayBeEmpty = true, Max = 256 },
        new("jwksUri", FieldKind.Text) { MayBeEmpty = true, Max = 2048 },
        new("tokenEndPoint", FieldKind.Text) { MayBeEmpty = true, Max = 2048 },
        new("inviteAcceptDialog", FieldKind.Text) { MayBeEmpty = true, Max = 2048 },
    ];

    internal static FieldRule[] Share =>
    [
        new("shareWith", FieldKind.Address) { Required = true },
        new("name", FieldKind.Text) { Required = true, Max = 1024 },
        new("description", FieldKind.Lines) { MayBeEmpty = true, Max = 4096 },
        new("providerId", FieldKind.Text) { Required = true, Max = 512 },
        new("owner", FieldKind.Address) { Required = true },
        new("sender", FieldKind.Address) { Required = true },
        new("ownerDisplayName", FieldKind.Text) { MayBeEmpty = true, Max = 1024 },
        new("senderDisplayName", FieldKind.Text) { MayBeEmpty = true, Max = 1024 },
        new("shareType", FieldKind.Word) { Required = true, Max = 128 },
        new("resourceType", FieldKind.Word) { Required = true, Max = 128 },
        new("expiration", FieldKind.Integer) { MaxInteger = LastSecond },
        new("protocol", FieldKind.Object) { Required = true },
        new("protocol.webdav", FieldKind.Object),
        new("protocol.webdav.accessTypes", FieldKind.Words) { MayBeEmpty = true, Max = 64 },
        new("protocol.webdav.uri", FieldKind.Text) { Required = true, Max = 4096 },
        new("protocol.webdav.sharedSecret", FieldKind.Secret) { Required = true, Max = 4096 },
        new("protocol.webdav.permissions", FieldKind.Words) { MayBeEmpty = true, Max = 64 },
        new("protocol.webdav.size", FieldKind.Integer),
        new("protocol.webapp", FieldKind.Object),
        new("protocol.webapp.uri", FieldKind.Text) { Required = true, Max = 4096, Prefix = "https://a.example/" },
        new("protocol.webapp.targets", FieldKind.Words) { Required = true, Max = 64 },
        new("protocol.webapp.permissions", FieldKind.Words) { Required = true, Max = 64 },
        new("protocol.webapp.sharedSecret", FieldKind.Secret) { Required = true, Max = 4096 },
        new("protocol.webapp.appName", FieldKind.Text) { MayBeEmpty = true, Max = 1024 },
        new("protocol.webapp.appIconHint", FieldKind.Text) { MayBeEmpty = true, Max = 256 },
        new("protocol.webapp.mediaTypes", FieldKind.Words) { MayBeEmpty = true, Max = 64 },
        new("protocol.ssh", FieldKind.Object),
        new("protocol.ssh.accessTypes", FieldKind.Words) { MayBeEmpty = true, Max = 64 },
        new("protocol.ssh.uri", FieldKind.Text) { Required = true, Max = 4096, Prefix = "user@a.example:22/" },
    ];

    internal static FieldRule[] LegacyShare =>
    [
        new("protocol.options", FieldKind.Object) { Required = true },
        new("protocol.options.sharedSecret", FieldKind.Secret) { Required = true, Max = 4096 },
        new("protocol.options.permissions", FieldKind.Any),
    ];

    internal static FieldRule[] ShareAnswer =>
    [
        new("recipientDisplayName", FieldKind.Text) { Required = true, MayBeEmpty = true, Max = 4096 },
        new("recipientPublicKeys", FieldKind.StringOrList) { Max = 16 * 1024 },
    ];

    internal static FieldRule[] Notification =>
    [
        new("notificationType", FieldKind.Word) { Required = true, Max = 128 },
        new("resourceType", FieldKind.Word) { Max = 128, MayBeEmpty = true },
        new("providerId", FieldKind.Text) { Required = true, Max = 512 },
        new("notification", FieldKind.Object) { MayBeEmpty = true },
    ];

    internal static FieldRule[] Invite =>
    [
        new("recipientProvider", FieldKind.Host) { Required = true },
        new("token", FieldKind.Text) { Required = true, Max = 1024 },
        new("userID", FieldKind.Identifier) { Required = true, Max = 1024 },
        new("email", FieldKind.Text) { Required = true, MayBeEmpty = true, Max = 1024 },
        new("name", FieldKind.Text) { Required = true, MayBeEmpty = true, Max = 1024 },
    ];

    internal static FieldRule[] InviteAnswer =>
    [
        new("userID", FieldKind.Identifier) { Required = true, Max = 1024 },
        new("email", FieldKind.Text) { Required = true, MayBeEmpty = true, Max = 1024 },
        new("name", FieldKind.Text) { Required = true, MayBeEmpty = true, Max = 1024 },
    ];

    internal static FieldRule[] ShareRequest =>
    [
        new("owner", FieldKind.Address) { Required = true },
        new("shareWith", FieldKind.Address) { Required = true },
        new("share", FieldKind.Text) { Required = true, Max = 4096 },
    ];

    internal static FieldRule[] Directory =>
    [
        new("federation", FieldKind.Text) { Required = true, Max = 256 },
        new("servers", FieldKind.Objects) { Required = true, MayBeEmpty = true },
        new("servers[0].url", FieldKind.Origin) { Required = true },
        new("servers[0].displayName", FieldKind.Text) { Required = true, Max = 256 },
    ];

    internal static FieldRule[] Contact =>
    [
        new("@type", FieldKind.Constant) { Required = true },
        new("version", FieldKind.Text) { Required = true, Max = 64 },
        new("uid", FieldKind.Text) { Required = true, Max = 1024 },
        new("name", FieldKind.Object),
        new("name.full", FieldKind.Text) { MayBeEmpty = true, Max = 1024 },
        new("emails", FieldKind.Object),
        new("emails.e1", FieldKind.Object),
        new("emails.e1.address", FieldKind.Text) { Required = true, Max = 1024 },
        new("ietf.org:ocmAddresses", FieldKind.Object),
        new("ietf.org:ocmAddresses.primary", FieldKind.Object),
        new("ietf.org:ocmAddresses.primary.@type", FieldKind.Constant),
        new("ietf.org:ocmAddresses.primary.address", FieldKind.Address) { Required = true },
        new("ietf.org:ocmAddresses.primary.trusted", FieldKind.Boolean),
        new("ietf.org:ocmAddresses.primary.source", FieldKind.Word) { Max = 64 },
        new("ietf.org:ocmAddresses.primary.label", FieldKind.Text) { MayBeEmpty = true, Max = 1024 },
    ];

    internal static FieldRule[] Token =>
    [
        new("access_token", FieldKind.Secret) { Required = true, Max = 16 * 1024 },
        new("token_type", FieldKind.Text) { Required = true, Max = 64 },
        new("expires_in", FieldKind.Integer) { MinInteger = 1, MaxInteger = int.MaxValue },
    ];
}
