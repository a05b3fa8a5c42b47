using System.Text.Json;
using Ocm.Client.Dialects;
using Ocm.Shares;

namespace Ocm.Client.Tests.Dialects;

/// <summary>
/// Whatever is written: the tolerant reading of a share gives nobody more than stands in the text, and nothing else than the draft's own
/// reading of the same text, where that has one.
/// </summary>
internal sealed class ToleranceFuzzTests
{
    private static readonly string[] Names =
    [
        "shareWith", "sender", "sharedBy", "owner", "name", "providerId", "shareType", "resourceType", "expiration", "protocol", "options", "webdav", "webapp", "ssh",
        "embedded", "uri", "url", "URI", "sharedSecret", "permissions", "requirements", "code", "payload", "description", "viewMode", "uriTemplate", "targets", "accessTypes",
    ];

    private static readonly string[] Values =
    [
        "null", "0", "17", "-1", "1.5", "true", "[]", "{}", "\"\"", "1900000000", "\"u@a.example\"", "\"u@https://a.example/\"", "\"u@b.example@a.example\"",
        "\"u@a.example@https://a.example\"", "\"u@https://c.example@a.example\"", "\"bob%20b@b.example\"", "\"datatx\"", "\"u@a.example@a.example\"", "\"@\"", "\"/\"", "\"/a/b\"", "\"file\"",
        "\"FILE\"", "\"folder\"", "\"user\"", "\"group\"", "\"webdav\"", "\"multi\"", "\"secret-1\"", "\"secret-2\"", "[\"read\"]", "[\"read\",\"write\"]", "[\"read\",\"write\",7]",
        "[\"must-use-mfa\"]", "[\"use-code\"]", "[\"mfa-enforced\"]", "[\"must-exchange-token\",\"must-use-mfa\"]", "[\"mfa-enforced\",{}]", "[\"other\"]", "{\"sharedSecret\":\"secret-3\"}",
        "{\"payload\":{}}", "\"https://a.example/dav\"", "\"marie@ssh.example:22/x\"", "[\"blank\"]", "[\"iframe\"]",
        "{\"uri\":\"https://a.example/app\",\"sharedSecret\":\"secret-4\",\"permissions\":[\"view\"],\"targets\":[\"blank\"],\"requirements\":[\"must-exchange-token\",\"must-use-mfa\"]}",
        "{\"uriTemplate\":\"https://a.example/{x}\",\"viewMode\":\"read\",\"sharedSecret\":\"secret-5\"}",
    ];

    private static readonly string[] Examples =
    [
        """
        {"shareWith":"bob@b.example","name":"notes","providerId":"1","owner":"u@a.example","sender":"u@a.example","shareType":"user","resourceType":"file",
        "protocol":{"name":"multi","options":{},"webdav":{"uri":"https://a.example/dav/1","sharedSecret":"secret-0","permissions":["read"],"requirements":["must-use-mfa"]}}}
        """,
        """
        {"shareWith":"bob@b.example","name":"notes","providerId":"1","owner":"o@a.example","sender":"u@a.example","shareType":"user","resourceType":"folder","expiration":1800000000,
        "protocol":{"webdav":{"uri":"1","sharedSecret":"secret-0","accessTypes":["remote"],"permissions":["read","share"],"requirements":["must-exchange-token"],"size":7},
        "webapp":{"uri":"https://a.example/app/1","sharedSecret":"secret-9","permissions":["view"],"targets":["blank"],"requirements":["must-exchange-token"],"appName":"A"},
        "ssh":{"uri":"u@ssh.example:22/1"},"embedded":{"x":1}}}
        """,
        """
        {"shareWith":"bob@b.example","name":"notes","providerId":"1","owner":"u@a.example","sender":"u@a.example","shareType":"user","resourceType":"file","expiration":1800000000,
        "protocol":{"webapp":{"uri":"https://a.example/app/1","sharedSecret":"secret-9","permissions":["view"],"targets":["blank"],"requirements":["must-exchange-token","must-use-mfa"],"viewMode":"x"},
        "webdav":{"uri":"https://a.example/dav/1","sharedSecret":"secret-0"}}}
        """,
        """
        {"shareWith":"bob@b.example","name":"notes","providerId":"1","owner":"u@a.example","sharedBy":"u@https://a.example/","shareType":"user","resourceType":"file",
        "protocol":{"name":"webdav","options":{"sharedSecret":"secret-0","permissions":"{http://open-cloud-mesh.org/ns}share-permissions"}}}
        """,
        """
        {"shareWith":"bob@b.example","name":"notes","providerId":"1","owner":"u@a.example","sender":"u@a.example","shareType":"user","resourceType":"file","code":"secret-8",
        "protocol":{"name":"multi","webdav":{"URI":"https://a.example/dav/1","permissions":["read"],"requirements":["mfa-enforced"]}}}
        """,
    ];

    [TestCase(LegacyMessageKind.Share)]
    [Property("Requirement", "SHARE-14")]
    public void Read_AnyShare_NeverGivesMore(LegacyMessageKind kind) => new ToleranceFuzz(kind, Examples, Names, Values).Run<ShareCreationNotification>((share, strict, message) =>
    {
        CheckParties(share, message);
        CheckEnvelope(share, message);
        CheckAccess(share.Protocol, message);
        CheckRequirements(share.Protocol, message);
        if (strict is not null)
        {
            CheckAgainst(strict, share, message);
        }
    });

    // Who speaks is who was written; a spelling may change, a party not.
    private static void CheckParties(ShareCreationNotification share, FuzzedMessage message)
    {
        var owner = message.SentText("owner")!;
        Assert.That(FuzzedMessage.Names(share.ShareWith, message.SentText("shareWith")!), Is.True, message.Text);
        Assert.That(FuzzedMessage.Names(share.Owner, owner), Is.True, message.Text);
        Assert.That(FuzzedMessage.Names(share.Sender, message.SentText("sender") ?? message.SentText("sharedBy") ?? owner), Is.True, message.Text);
    }

    private static void CheckEnvelope(ShareCreationNotification share, FuzzedMessage message)
    {
        var sentId = message.Sent("providerId");
        Assert.That(share.ProviderId, Is.EqualTo(sentId.ValueKind == JsonValueKind.String ? sentId.GetString() : sentId.GetRawText()), message.Text);
        Assert.That(share.ShareType.Value, Is.EqualTo(message.SentText("shareType") ?? "user"), message.Text);

        var type = message.SentText("resourceType")!;
        Assert.That(share.ResourceType.Value, share.ResourceType == ResourceType.File || share.ResourceType == ResourceType.Folder ? Is.EqualTo(type).IgnoreCase : Is.EqualTo(type), message.Text);

        // A share ends when its sender said; 0 was the old way to say nothing.
        var expiration = message.Sent("expiration");
        Assert.That(share.Expiration ?? 0, Is.EqualTo(expiration.ValueKind == JsonValueKind.Undefined ? 0 : expiration.GetInt64()), message.Text);
    }

    // What opens the share, where it is and what may be done stand under the protocol that they are read for.
    private static void CheckAccess(ShareProtocols protocol, FuzzedMessage message)
    {
        string?[] secrets = [message.SentText("protocol", "webdav", "sharedSecret"), message.SentText("protocol", "options", "sharedSecret")];
        if (protocol.WebDavSecret?.Reveal() is { } secret)
        {
            // A code is no secret: it opens nothing unless it is exchanged.
            Assert.That(secrets.Contains(secret) || (message.SentText("code") == secret && protocol.MustExchangeToken), Is.True, message.Text);
        }

        if (protocol.WebDav is { } webdav)
        {
            Assert.That(new[] { "uri", "url", "URI" }.Select(name => message.SentText("protocol", "webdav", name)), Does.Contain(webdav.Uri), message.Text);
            Assert.That((webdav.Permissions ?? [Permission.Read]).Select(permission => permission.Value),
                message.Sent("protocol", "webdav", "permissions").ValueKind == JsonValueKind.Array ? Is.EqualTo(message.SentTexts("protocol", "webdav", "permissions")) : Is.EqualTo(["read"]),
                message.Text);
        }

        if (protocol.WebApp is { } webapp)
        {
            Assert.That((webapp.Uri, webapp.SharedSecret.Reveal()), Is.EqualTo((message.SentText("protocol", "webapp", "uri"), message.SentText("protocol", "webapp", "sharedSecret"))), message.Text);
            Assert.That(webapp.Permissions.Select(permission => permission.Value), Is.EqualTo(message.SentTexts("protocol", "webapp", "permissions")), message.Text);
            Assert.That(webapp.Targets.Select(target => target.Value), Is.EqualTo(message.SentTexts("protocol", "webapp", "targets")), message.Text);
        }
    }

    // Whatever is asked of an access, under whichever name and wherever it is said, is asked.
    private static void CheckRequirements(ShareProtocols protocol, FuzzedMessage message)
    {
        if (protocol.WebDav is null && protocol.WebApp is null)
        {
            return;
        }

        var sent = message.SentTexts("requirements").Concat(message.SentTexts("protocol", "webdav", "requirements")).Concat(message.SentTexts("protocol", "webapp", "requirements"));
        Assert.That(sent.Select(Today).Distinct(), Is.SubsetOf(protocol.Requirements), message.Text);
    }

    private static void CheckAgainst(ShareCreationNotification strict, ShareCreationNotification share, FuzzedMessage message)
    {
        // A URL inside an address is a spelling of older servers, which no identifier of ours holds.
        foreach (var (read, written) in new[] { (share.ShareWith, strict.ShareWith), (share.Owner, strict.Owner), (share.Sender, strict.Sender) })
        {
            Assert.That(read.Host, Is.EqualTo(written.Host), message.Text);
            Assert.That(read == written || written.Identifier.Contains("://", StringComparison.Ordinal), Is.True, message.Text);
        }

        Assert.That((share.ProviderId, share.ShareType, share.Expiration ?? 0), Is.EqualTo((strict.ProviderId, strict.ShareType, strict.Expiration ?? 0)), message.Text);
        CheckProtocols(strict.Protocol, share.Protocol, message);
    }

    private static void CheckProtocols(ShareProtocols strict, ShareProtocols protocol, FuzzedMessage message)
    {
        Assert.That(strict.Requirements.Select(requirement => Today(requirement.Value)).Distinct(), Is.SubsetOf(protocol.Requirements), message.Text);
        Assert.That(protocol.Offered(), Is.SubsetOf(strict.Offered()), message.Text);
        Assert.That((protocol.WebDav?.Uri, protocol.WebDavSecret), Is.EqualTo((strict.WebDav?.Uri, strict.WebDavSecret)), message.Text);
        Assert.That(protocol.WebDav?.Permissions, Is.EqualTo(strict.WebDav?.Permissions), message.Text);
        Assert.That(protocol.WebDav?.AccessTypes, Is.EqualTo(strict.WebDav?.AccessTypes), message.Text);
        Assert.That((protocol.Ssh?.Uri, protocol.OptionsSecret), Is.EqualTo((strict.Ssh?.Uri, strict.OptionsSecret)), message.Text);
        Assert.That((protocol.WebApp?.Uri, protocol.WebApp?.SharedSecret), Is.EqualTo((strict.WebApp?.Uri, strict.WebApp?.SharedSecret)), message.Text);
        Assert.That(protocol.WebApp?.Permissions, Is.EqualTo(strict.WebApp?.Permissions), message.Text);
        Assert.That(protocol.WebApp?.Targets, Is.EqualTo(strict.WebApp?.Targets), message.Text);

        // CERNBox wraps the document.
        Assert.That(
            FuzzedMessage.AreSame(protocol.Embedded ?? default, message.Sent("protocol", "embedded")) || FuzzedMessage.AreSame(protocol.Embedded ?? default, message.Sent("protocol", "embedded", "payload")),
            Is.True,
            message.Text);
    }

    private static Requirement Today(string name) => name switch
    {
        "use-code" => Requirement.MustExchangeToken,
        "mfa-enforced" => Requirement.MustUseMfa,
        _ => new Requirement(name),
    };
}
