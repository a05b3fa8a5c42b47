using System.Text.Json;
using Microsoft.Extensions.Options;
using Ocm.Client.Dialects;
using Ocm.Client.Tests.Signatures;

namespace Ocm.Client.Tests.Dialects;

/// <summary>What deployed servers write, and what is made of it: one shape for each tolerance.</summary>
internal sealed class ToleranceFixtureTests
{
    private static readonly (LegacyMessageKind Kind, string Tolerance, string Before, string After)[] Fixtures =
    [
        (LegacyMessageKind.Share, "null-members", """{"shareType":"user","description":null,"protocol":{"options":null,"webdav":{"size":null,"uri":"x"}}}""", """{"shareType":"user","protocol":{"webdav":{"uri":"x"}}}"""),
        (LegacyMessageKind.Share, "shared-by", """{"sharedBy":"u@a.example","sharedByDisplayName":"U"}""", """{"sender":"u@a.example","senderDisplayName":"U","shareType":"user"}"""),
        (LegacyMessageKind.Share, "owner-as-sender", """{"owner":"u@a.example","shareType":"user"}""", """{"owner":"u@a.example","shareType":"user","sender":"u@a.example"}"""),
        (LegacyMessageKind.Share, "user-by-default", """{"name":"n"}""", """{"name":"n","shareType":"user"}"""),
        (LegacyMessageKind.Share, "numeric-provider-id", """{"providerId":17,"shareType":"user"}""", """{"providerId":"17","shareType":"user"}"""),
        (LegacyMessageKind.Share, "address-form",
            """{"shareWith":"bob@https://b.example/","owner":"u@idp.example@https://a.example","sender":"u@a.example@https://a.example/","shareType":"user"}""",
            """{"shareWith":"bob@b.example","owner":"u@idp.example@a.example","sender":"u@a.example","shareType":"user"}"""),
        (LegacyMessageKind.Share, "protocol-name",
            """{"shareType":"user","protocol":{"name":"datatx","webdav":{"uri":"x","sharedSecret":"s"}}}""",
            """{"shareType":"user","protocol":{"name":"multi","webdav":{"uri":"x","sharedSecret":"s"}}}"""),
        (LegacyMessageKind.Share, "requirements-on-top",
            """{"shareType":"user","requirements":["must-use-mfa","use-code"],"protocol":{"webdav":{"uri":"x","sharedSecret":"s","requirements":["must-use-mfa"]}}}""",
            """{"shareType":"user","requirements":["must-use-mfa","use-code"],"protocol":{"webdav":{"uri":"x","sharedSecret":"s","requirements":["must-use-mfa","must-exchange-token"]}}}"""),
        (LegacyMessageKind.Share, "path-as-name", """{"name":"/folder/notes.md","shareType":"user"}""", """{"name":"notes.md","shareType":"user"}"""),
        (LegacyMessageKind.Share, "zero-expiration", """{"expiration":0,"shareType":"user"}""", """{"shareType":"user"}"""),
        (LegacyMessageKind.Share, "resource-type-case", """{"resourceType":"File","shareType":"user"}""", """{"resourceType":"file","shareType":"user"}"""),
        (LegacyMessageKind.Share, "options-as-list", """{"shareType":"user","protocol":{"options":[],"webdav":{"uri":"https://a.example/dav/1","sharedSecret":"secret"}}}""", """{"shareType":"user","protocol":{"webdav":{"uri":"https://a.example/dav/1","sharedSecret":"secret"}}}"""),
        (LegacyMessageKind.Share, "webdav-url", """{"shareType":"user","protocol":{"webdav":{"url":"https://a.example/dav/1","sharedSecret":"secret"}}}""", """{"shareType":"user","protocol":{"webdav":{"sharedSecret":"secret","uri":"https://a.example/dav/1"}}}"""),
        (LegacyMessageKind.Share, "secret-in-options",
            """{"shareType":"user","protocol":{"name":"webdav","options":{"sharedSecret":"secret"},"webdav":{"uri":"https://a.example/dav/1"}}}""",
            """{"shareType":"user","protocol":{"name":"webdav","options":{"sharedSecret":"secret"},"webdav":{"uri":"https://a.example/dav/1","sharedSecret":"secret"}}}"""),
        (LegacyMessageKind.Share, "code-as-secret",
            """{"shareType":"user","code":"secret","protocol":{"webdav":{"uri":"https://a.example/dav/1"}}}""",
            """{"shareType":"user","code":"secret","protocol":{"webdav":{"uri":"https://a.example/dav/1","sharedSecret":"secret","requirements":["must-exchange-token"]}}}"""),
        (LegacyMessageKind.Share, "code-as-secret",
            """{"shareType":"user","code":"secret","protocol":{"webdav":{"uri":"https://a.example/dav/1","requirements":["mfa-enforced"]}}}""",
            """{"shareType":"user","code":"secret","protocol":{"webdav":{"uri":"https://a.example/dav/1","sharedSecret":"secret","requirements":["must-use-mfa","must-exchange-token"]}}}"""),
        (LegacyMessageKind.Share, "old-requirements",
            """{"shareType":"user","protocol":{"webdav":{"uri":"x","sharedSecret":"s","requirements":["mfa-enforced","use-code"]}}}""",
            """{"shareType":"user","protocol":{"webdav":{"uri":"x","sharedSecret":"s","requirements":["must-use-mfa","must-exchange-token"]}}}"""),
        (LegacyMessageKind.Share, "permissions-as-text", """{"shareType":"user","protocol":{"webdav":{"uri":"x","permissions":"read"}}}""", """{"shareType":"user","protocol":{"webdav":{"uri":"x"}}}"""),
        (LegacyMessageKind.Share, "webdav-without-uri",
            """{"shareType":"user","protocol":{"name":"multi","webdav":{"sharedSecret":"secret"}}}""",
            """{"shareType":"user","protocol":{"name":"webdav","options":{"sharedSecret":"secret"}}}"""),
        (LegacyMessageKind.Share, "webapp-before-1.4",
            """{"shareType":"user","protocol":{"webdav":{"uri":"https://a.example/dav/1","sharedSecret":"secret"},"webapp":{"uriTemplate":"https://a.example/{x}","viewMode":"read"}}}""",
            """{"shareType":"user","protocol":{"webdav":{"uri":"https://a.example/dav/1","sharedSecret":"secret"}}}"""),
        (LegacyMessageKind.Share, "embedded-payload", """{"shareType":"user","protocol":{"embedded":{"payload":{"@graph":[]}}}}""", """{"shareType":"user","protocol":{"embedded":{"@graph":[]}}}"""),
        (LegacyMessageKind.ShareAnswer, "null-members", """{"recipientDisplayName":"B","x":null}""", """{"recipientDisplayName":"B"}"""),
        (LegacyMessageKind.ShareAnswer, "no-recipient-name", "{}", """{"recipientDisplayName":""}"""),
        (LegacyMessageKind.Notification, "null-members", """{"providerId":"1","resourceType":null}""", """{"providerId":"1"}"""),
        (LegacyMessageKind.Notification, "numeric-provider-id", """{"providerId":17}""", """{"providerId":"17"}"""),
        (LegacyMessageKind.Notification, "null-members", """{"providerId":"1","notification":{"shareType":null,"message":"m"}}""", """{"providerId":"1","notification":{"message":"m"}}"""),
        (LegacyMessageKind.Notification, "misspelt-message", """{"notification":{"sharedSecret":"s","messgage":"m"}}""", """{"notification":{"sharedSecret":"s","message":"m"}}"""),
        (LegacyMessageKind.Notification, "address-form",
            """{"notification":{"shareWith":"c@https://c.example/","senderId":"b@https://b.example","grantee":"u@idp.example@b.example"}}""",
            """{"notification":{"shareWith":"c@c.example","senderId":"b@b.example","grantee":"u@idp.example@b.example"}}"""),
        (LegacyMessageKind.Notification, "secret-in-protocol",
            """{"notification":{"protocol":{"webdav":{"sharedSecret":"secret"}}}}""",
            """{"notification":{"protocol":{"webdav":{"sharedSecret":"secret"}},"sharedSecret":"secret"}}"""),
        (LegacyMessageKind.Notification, "permissions-in-protocol",
            """{"notification":{"protocol":{"webdav":{"permissions":["read","write"]}}}}""",
            """{"notification":{"protocol":{"webdav":{"permissions":["read","write"]}},"permissions":["read","write"]}}"""),
        (LegacyMessageKind.Notification, "permission-bits", """{"notification":{"permission":19}}""", """{"notification":{"permission":19,"permissions":["read","write","share"]}}"""),
        (LegacyMessageKind.Notification, "parameters-as-list", """{"providerId":"1","notification":[]}""", """{"providerId":"1"}"""),
        (LegacyMessageKind.InviteAcceptance, "null-members", """{"email":"","name":"","x":null}""", """{"email":"","name":""}"""),
        (LegacyMessageKind.InviteAcceptance, "user-id-case", """{"userId":"u","email":"","name":""}""", """{"email":"","name":"","userID":"u"}"""),
        (LegacyMessageKind.InviteAcceptance, "provider-as-url", """{"recipientProvider":"https://a.example/","email":"","name":""}""", """{"recipientProvider":"a.example","email":"","name":""}"""),
        (LegacyMessageKind.InviteAcceptance, "user-id-with-host",
            """{"recipientProvider":"a.example","userID":"u@https://a.example","email":"","name":""}""",
            """{"recipientProvider":"a.example","userID":"u","email":"","name":""}"""),
        (LegacyMessageKind.InviteAcceptance, "no-name-or-email", """{"userID":"u@idp.example"}""", """{"userID":"u@idp.example","email":"","name":""}"""),
        (LegacyMessageKind.InviteAnswer, "null-members", """{"userID":"u","email":"","name":"","x":null}""", """{"userID":"u","email":"","name":""}"""),
        (LegacyMessageKind.InviteAnswer, "user-id-case", """{"userId":"u","email":"","name":""}""", """{"email":"","name":"","userID":"u"}"""),
        (LegacyMessageKind.InviteAnswer, "no-name-or-email", """{"userID":"u","name":"U"}""", """{"userID":"u","name":"U","email":""}"""),
        (LegacyMessageKind.Discovery, "null-members", """{"criteria":null,"provider":"P"}""", """{"provider":"P"}"""),
        (LegacyMessageKind.Discovery, "empty-members", """{"inviteAcceptDialog":"","tokenEndPoint":"","provider":"P"}""", """{"provider":"P"}"""),
        (LegacyMessageKind.Discovery, "enabled-by-default", """{"endPoint":"https://a.example/ocm","apiVersion":"1.1"}""", """{"endPoint":"https://a.example/ocm","apiVersion":"1.1","enabled":true,"resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{}}]}"""),
        (LegacyMessageKind.Discovery, "no-version", """{"enabled":true,"endPoint":"https://a.example/ocm"}""", """{"enabled":true,"endPoint":"https://a.example/ocm","apiVersion":"1.0","resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{}}]}"""),
        (LegacyMessageKind.Discovery, "empty-document", "{}", """{"enabled":false}"""),
        (LegacyMessageKind.Discovery, "no-resource-types",
            """{"enabled":true,"apiVersion":"1.0","endPoint":"https://a.example/ocm","resourceTypes":null}""",
            """{"enabled":true,"apiVersion":"1.0","endPoint":"https://a.example/ocm","resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{}}]}"""),
        (LegacyMessageKind.Discovery, "resource-types-as-object",
            """{"resourceTypes":{"name":"library","shareTypes":["user"],"protocols":{}}}""",
            """{"resourceTypes":[{"name":"library","shareTypes":["user"],"protocols":{}}]}"""),
        (LegacyMessageKind.Discovery, "resource-type-form", """{"resourceTypes":[{"name":"file"}]}""", """{"resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{}}]}"""),
        (LegacyMessageKind.Discovery, "webdav-path",
            """{"resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{"webdav":"seafdav"}}]}""",
            """{"resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{"webdav":"/seafdav"}}]}"""),
        (LegacyMessageKind.Discovery, "token-path",
            """{"endPoint":"https://a.example/ocm/","capabilities":["receive-code"],"enabled":true,"apiVersion":"1.2.0"}""",
            """{"endPoint":"https://a.example/ocm/","capabilities":["exchange-token"],"enabled":true,"apiVersion":"1.2.0","tokenEndPoint":"https://a.example/ocm/token","resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{}}]}"""),
        (LegacyMessageKind.Discovery, "old-capabilities",
            """{"capabilities":["/invite-accepted","/notifications","/shares","receive-code"]}""",
            """{"capabilities":["invites","notifications","shares","exchange-token"]}"""),
        (LegacyMessageKind.Discovery, "old-criteria", """{"criteria":["http-request-signatures","code","invite"]}""", """{"criteria":["must-use-http-sig","must-exchange-token","must-invite"]}"""),
        (LegacyMessageKind.KeySet, "key-without-alg",
            """{"keys":[{"kty":"OKP","crv":"Ed25519"},{"kty":"EC","crv":"P-256"},{"kty":"EC","crv":"P-384"},{"kty":"RSA"},{"kty":"OKP","crv":"Ed25519","alg":"EdDSA"},7]}""",
            """{"keys":[{"kty":"OKP","crv":"Ed25519","alg":"Ed25519"},{"kty":"EC","crv":"P-256","alg":"ES256"},{"kty":"EC","crv":"P-384","alg":"ES384"},{"kty":"RSA"},{"kty":"OKP","crv":"Ed25519","alg":"EdDSA"},7]}"""),
        (LegacyMessageKind.TokenRequest, "null-members", """{"code":"s","redirect_uri":null}""", """{"code":"s"}"""),
        (LegacyMessageKind.TokenRequest, "old-grant-type", """{"grant_type":"ocm_authorization_code"}""", """{"grant_type":"authorization_code"}"""),
        (LegacyMessageKind.TokenRequest, "old-grant-type", """{"grant_type":"ocm_share"}""", """{"grant_type":"authorization_code"}"""),
        (LegacyMessageKind.TokenRequest, "client-as-url", """{"client_id":"https://b.example/"}""", """{"client_id":"b.example"}"""),
        (LegacyMessageKind.TokenAnswer, "null-members", """{"access_token":"t","token_type":"Bearer","refresh_token":null}""", """{"access_token":"t","token_type":"Bearer"}"""),
        (LegacyMessageKind.TokenAnswer, "no-token-type", """{"access_token":"t"}""", """{"access_token":"t","token_type":"Bearer"}"""),
        (LegacyMessageKind.TokenAnswer, "lifetime-as-text", """{"access_token":"t","token_type":"Bearer","expires_in":"3600"}""", """{"access_token":"t","token_type":"Bearer","expires_in":3600}"""),
    ];

    private static IEnumerable<TestCaseData> Cases() => Fixtures.Select(fixture =>
        new TestCaseData(fixture.Kind, fixture.Tolerance, fixture.Before, fixture.After).SetArgDisplayNames($"{fixture.Kind}", fixture.Tolerance));

    [TestCaseSource(nameof(Cases))]
    public void Read_OldForm_BecomesTheDrafts(LegacyMessageKind kind, string tolerance, string before, string after)
    {
        var reading = Reader(isOn: true).Read(kind, JsonElement.Parse(before));

        Assert.That(reading.Tolerances, Does.Contain(tolerance));
        Assert.That(JsonElement.DeepEquals(reading.Message, JsonElement.Parse(after)), Is.True, reading.Message.GetRawText());
    }

    [TestCaseSource(nameof(Cases))]
    public void Read_SwitchedOff_LeavesTheMessage(LegacyMessageKind kind, string tolerance, string before, string after)
    {
        var reading = Reader(isOn: false).Read(kind, JsonElement.Parse(before));

        Assert.That(reading.IsLegacy, Is.False, tolerance);
        Assert.That(reading.Message.GetRawText(), Is.EqualTo(before).And.Not.EqualTo(after));
    }

    [Test]
    public void Read_DiscoveryDocumentOfTheDraft_IsLeftAsItIs()
    {
        const string Document = """{"jwksUri":"https://a.example/jwks","capabilities":["/shares","receive-code"],"criteria":null}""";

        Assert.That(Reader(isOn: true).Read(LegacyMessageKind.Discovery, JsonElement.Parse(Document)).IsLegacy, Is.False);
    }

    [TestCase("""{"shareType":"user","protocol":{"webapp":{"uri":"x","viewMode":"read","requirements":["must-use-mfa"]}}}""", TestName = "{m}(a web application that requires something)")]
    [TestCase("""{"shareType":"user","protocol":{"embedded":{"x":null}}}""", TestName = "{m}(an embedded document)")]
    [Property("Requirement", "SHARE-14")]
    public void Read_WhatNoToleranceIsFor_IsLeftAsItIs(string share) =>
        Assert.That(Reader(isOn: true).Read(LegacyMessageKind.Share, JsonElement.Parse(share)).Tolerances, Is.Empty);

    [Test]
    public void Fixtures_EveryTolerance_HasOne() => Assert.That(
        Fixtures.Select(fixture => (fixture.Kind, fixture.Tolerance)).Distinct(),
        Is.EquivalentTo(Enum.GetValues<LegacyMessageKind>().SelectMany(kind => LegacyMessageReader.Names(kind).Select(name => (kind, name)))));

    private static LegacyMessageReader Reader(bool isOn) => new(Options.Create(new OcmClientOptions { AcceptLegacyMessages = isOn }), new TestMeters());
}
