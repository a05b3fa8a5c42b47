using System.Globalization;
using System.Text.Json;
using Ocm.Addresses;
using Ocm.Client.Dialects;
using Ocm.Invites;
using Ocm.Notifications;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Client.Tests.Dialects;

/// <summary>
/// Notifications, invites, tokens, keys and answers: the tolerant reading takes nothing that does not stand in the message, and never
/// reads otherwise what the draft can read.
/// </summary>
internal sealed class OtherToleranceFuzzTests
{
    private static readonly string[] Values =
    [
        "null", "0", "4", "6", "12", "17", "19", "-1", "31", "32", "3600", "\"3600\"", "\"-5\"", "\"99999999999\"", "true", "[]", "{}", "\"\"", "\"u@a.example\"", "\"u@https://a.example/\"", "\"u@https://c.example\"",
        "\"https://a.example/\"", "\"a.example\"", "\"b.example\"", "\"u@idp.example@https://a.example\"", "\"secret-1\"", "\"secret-2\"", "[\"read\"]", "[\"read\",\"write\",7]",
        "{\"sharedSecret\":\"secret-3\",\"permissions\":[\"share\"]}", "{\"webdav\":{\"sharedSecret\":\"secret-4\",\"permissions\":[\"write\"]}}", "\"ocm_share\"",
        "\"ocm_authorization_code\"", "\"authorization_code\"", "\"refresh_token\"", "\"OKP\"", "\"EC\"", "\"Ed25519\"", "\"P-256\"", "\"P-384\"", "\"HS256\"", "\"none\"", "\"SHARE_UNSHARED\"",
        "\"SHARE_CHANGE_PERMISSION\"", "\"Bearer\"", "\"DPoP\"",
    ];

    private static readonly string[] Grants = ["authorization_code", "ocm_authorization_code", "ocm_share"];

    [TestCase(LegacyMessageKind.Notification)]
    [Property("Requirement", "NOTIF-05")]
    public void Read_AnyNotification_NeverGivesMore(LegacyMessageKind kind) => Of(
        kind,
        ["notificationType", "resourceType", "providerId", "notification", "sharedSecret", "grantee", "shareWith", "senderId", "permission", "permissions", "protocol", "webdav", "message", "messgage"],
        """
        {"notificationType":"SHARE_UNSHARED","resourceType":"file","providerId":"1","notification":{"sharedSecret":"secret-0","grantee":"u@a.example","permission":1,
        "protocol":{"webdav":{"sharedSecret":"secret-0","permissions":["read"]}}}}
        """,
        """
        {"notificationType":"REQUEST_RESHARE","resourceType":"file","providerId":"1","notification":{"sharedSecret":"secret-0","shareWith":"c@https://c.example/","senderId":"u@a.example",
        "permission":19,"messgage":"m"}}
        """).Run<OcmNotification>((notification, strict, message) =>
    {
        Assert.That(notification.NotificationType.Value, Is.EqualTo(message.SentText("notificationType")), message.Text);
        Assert.That(notification.ProviderId, Is.EqualTo(message.SentText("providerId") ?? message.Sent("providerId").GetRawText()), message.Text);
        CheckSecret(message);
        CheckPermissions(message);
        CheckParties(message, isReadStrictly: strict is not null);
        if (strict is not null)
        {
            Assert.That((notification.NotificationType, notification.ProviderId), Is.EqualTo((strict.NotificationType, strict.ProviderId)), message.Text);
        }
    });

    [TestCase(LegacyMessageKind.ShareAnswer)]
    [Property("Requirement", "SHARE-21")]
    public void Read_AnyAnswerToAShare_AddsNoKey(LegacyMessageKind kind) => Of(
        kind, ["recipientDisplayName", "recipientPublicKeys", "recipientUserId"], """{"recipientDisplayName":"B","recipientPublicKeys":["ssh-ed25519 AAAA"]}""", """{"recipientUserId":"b"}""")
        .Run<ShareCreationResponse>((answer, strict, message) =>
        {
            Assert.That(answer.RecipientDisplayName, Is.EqualTo(message.SentText("recipientDisplayName") ?? string.Empty), message.Text);
            Assert.That(
                answer.RecipientPublicKeys ?? [],
                Is.EqualTo(message.SentText("recipientPublicKeys") is { } one ? [one] : message.SentTexts("recipientPublicKeys")),
                message.Text);
            if (strict is not null)
            {
                Assert.That((answer.RecipientDisplayName, answer.RecipientPublicKeys ?? []), Is.EqualTo((strict.RecipientDisplayName, strict.RecipientPublicKeys ?? [])), message.Text);
            }
        });

    [TestCase(LegacyMessageKind.InviteAcceptance)]
    [Property("Requirement", "INV-03")]
    public void Read_AnyInviteAcceptance_NamesTheSameServerAndUser(LegacyMessageKind kind) => Of(
        kind,
        ["recipientProvider", "token", "userID", "userId", "email", "name"],
        """{"recipientProvider":"a.example","token":"secret-0","userID":"u","email":"","name":""}""",
        """{"recipientProvider":"https://a.example/","token":"secret-0","userId":"u@https://a.example","email":"u@a.example"}""").Run<InviteAcceptanceRequest>((request, strict, message) =>
    {
        var user = message.SentText("userID") ?? message.SentText("userId")!;
        Assert.That(request.Token.Reveal(), Is.EqualTo(message.SentText("token")), message.Text);
        Assert.That(FuzzedMessage.Names(request.RecipientProvider, message.SentText("recipientProvider")!), Is.True, message.Text);

        // Its own host in the form of a URL is the one thing that goes.
        Assert.That(
            request.UserId == user
                || (user.Contains("://", StringComparison.Ordinal) && FuzzedMessage.Names(new OcmAddress(request.UserId, request.RecipientProvider), user)),
            Is.True,
            message.Text);
        if (strict is not null)
        {
            Assert.That((request.RecipientProvider, request.Token), Is.EqualTo((strict.RecipientProvider, strict.Token)), message.Text);
            Assert.That(request.UserId == strict.UserId || strict.UserId.Contains("://", StringComparison.Ordinal), Is.True, message.Text);
        }
    });

    [TestCase(LegacyMessageKind.InviteAnswer)]
    [Property("Requirement", "INV-03")]
    public void Read_AnyAnswerToAnInvite_NamesTheSameUser(LegacyMessageKind kind) => Of(
        kind, ["userID", "userId", "email", "name"], """{"userID":"u@https://a.example","email":"","name":"U"}""", """{"userId":"u"}""")
        .Run<InviteAcceptanceResponse>((answer, strict, message) =>
        {
            Assert.That(answer.UserId, Is.EqualTo(message.SentText("userID") ?? message.SentText("userId")), message.Text);
            Assert.That((answer.Email, answer.Name), Is.EqualTo((message.SentText("email") ?? string.Empty, message.SentText("name") ?? string.Empty)), message.Text);
            if (strict is not null)
            {
                Assert.That((answer.UserId, answer.Email, answer.Name), Is.EqualTo((strict.UserId, strict.Email, strict.Name)), message.Text);
            }
        });

    [TestCase(LegacyMessageKind.TokenRequest)]
    [Property("Requirement", "TOK-05")]
    public void Read_AnyTokenRequest_KeepsClientAndCode(LegacyMessageKind kind) => Of(
        kind,
        ["grant_type", "client_id", "code", "scope"],
        """{"grant_type":"authorization_code","client_id":"a.example","code":"secret-0","scope":"x"}""",
        """{"grant_type":"ocm_share","client_id":"https://a.example/","code":"secret-0"}""").Run(message =>
    {
        Assert.That(FuzzedMessage.AreSame(message.Read("code"), message.Sent("code")), Is.True, message.Text);
        Assert.That(
            FuzzedMessage.AreSame(message.Read("grant_type"), message.Sent("grant_type"))
                || (message.Read("grant_type").GetString() == TokenRequest.AuthorizationCode && Grants.Contains(message.SentText("grant_type"))),
            Is.True,
            message.Text);
        Assert.That(
            FuzzedMessage.AreSame(message.Read("client_id"), message.Sent("client_id"))
                || (OcmHost.TryParse(message.Read("client_id").GetString(), out var client) && FuzzedMessage.Names(client, message.SentText("client_id")!)),
            Is.True,
            message.Text);
        return true;
    });

    [TestCase(LegacyMessageKind.TokenAnswer)]
    [Property("Requirement", "TOK-03")]
    public void Read_AnyTokenAnswer_LastsNoLonger(LegacyMessageKind kind) => Of(
        kind,
        ["access_token", "token_type", "expires_in", "refresh_token"],
        """{"access_token":"secret-0","token_type":"Bearer","expires_in":3600}""",
        """{"access_token":"secret-0","expires_in":"3600","refresh_token":null}""").Run<TokenResponse>((answer, strict, message) =>
    {
        Assert.That(answer.AccessToken.Reveal(), Is.EqualTo(message.SentText("access_token")), message.Text);
        Assert.That(answer.TokenType, Is.EqualTo(message.SentText("token_type") ?? TokenResponse.Bearer), message.Text);

        var lifetime = message.Sent("expires_in");
        Assert.That(
            answer.ExpiresIn,
            Is.EqualTo(lifetime.ValueKind == JsonValueKind.Undefined ? null : long.Parse(lifetime.GetRawText().Trim('"'), CultureInfo.InvariantCulture)),
            message.Text);
        if (strict is not null)
        {
            Assert.That((answer.AccessToken, answer.TokenType, answer.ExpiresIn), Is.EqualTo((strict.AccessToken, strict.TokenType, strict.ExpiresIn)), message.Text);
        }
    });

    [TestCase(LegacyMessageKind.KeySet)]
    [Property("Requirement", "SIG-08")]
    public void Read_AnyKeySet_OnlyAddsTheAlgorithmOfTheCurve(LegacyMessageKind kind) => Of(
        kind,
        ["keys", "kty", "crv", "kid", "x", "alg", "k"],
        """{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"secret-0","x":"AAAA"},{"kty":"EC","crv":"P-256","kid":"secret-1","x":"AAAA","y":"AAAA"}]}""").Run(message =>
    {
        if (message.Read("keys") is not { ValueKind: JsonValueKind.Array } keys)
        {
            return false;
        }

        foreach (var (key, before) in keys.EnumerateArray().Zip(message.Sent("keys").EnumerateArray()))
        {
            var own = new FuzzedMessage(before, key, message.Text);
            Assert.That(
                own.Read("alg").ValueKind == JsonValueKind.Undefined || (own.SentText("kty"), own.SentText("crv"), own.Read("alg").ToString()) is ("OKP", "Ed25519", "Ed25519") or ("EC", "P-256", "ES256") or ("EC", "P-384", "ES384")
                    || FuzzedMessage.AreSame(own.Read("alg"), own.Sent("alg")),
                Is.True,
                message.Text);
            Assert.That(
                before.ValueKind != JsonValueKind.Object || before.EnumerateObject().All(member => JsonElement.DeepEquals(member.Value, key.GetProperty(member.Name))),
                Is.True,
                message.Text);
        }

        return true;
    });

    [Test]
    public void Fuzz_EveryKindOfMessage_HasATarget() => Assert.That(
        typeof(OtherToleranceFuzzTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(OtherToleranceFuzzTests).Namespace && type.Name.EndsWith("FuzzTests", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes(typeof(TestCaseAttribute), inherit: false).Cast<TestCaseAttribute>())
            .SelectMany(test => test.Arguments.OfType<LegacyMessageKind>()),
        Is.EquivalentTo(Enum.GetValues<LegacyMessageKind>()));

    private static ToleranceFuzz Of(LegacyMessageKind kind, string[] names, params string[] examples) => new(kind, examples, names, Values);

    // By the secret an unsigned notification counts: it is the sender's, from where a sender writes it.
    private static void CheckSecret(FuzzedMessage message)
    {
        var sent = message.Sent("notification", "sharedSecret") is { ValueKind: not JsonValueKind.Undefined } own ? own : message.Sent("notification", "protocol", "webdav", "sharedSecret");
        var read = message.Read("notification", "sharedSecret");
        Assert.That(read.ValueKind == JsonValueKind.Undefined || FuzzedMessage.AreSame(read, sent), Is.True, message.Text);
        Assert.That(FuzzedMessage.AreSame(read, message.Sent("notification", "sharedSecret")) || message.Sent("notification", "sharedSecret").ValueKind == JsonValueKind.Undefined, Is.True, message.Text);
    }

    // What is permitted stands there: as words, or else as the words of oCIS, or else as the numbers of Nextcloud.
    private static void CheckPermissions(FuzzedMessage message)
    {
        var read = message.Read("notification", "permissions");
        var words = message.Sent("notification", "permissions");
        if (words.ValueKind == JsonValueKind.Undefined)
        {
            words = message.Sent("notification", "protocol", "webdav", "permissions") is { ValueKind: JsonValueKind.Array } ofWebDav ? ofWebDav : default;
        }

        if (words.ValueKind != JsonValueKind.Undefined || read.ValueKind == JsonValueKind.Undefined)
        {
            Assert.That(FuzzedMessage.AreSame(read, words), Is.True, message.Text);
            return;
        }

        var bits = message.Sent("notification", "permission").GetInt32();
        var permitted = read.EnumerateArray().Select(item => item.GetString()).ToList();
        Assert.That(bits, Is.InRange(1, 31), message.Text);
        Assert.That((permitted.Contains("read"), permitted.Contains("write"), permitted.Contains("share")), Is.EqualTo((bits % 2 == 1, bits / 2 % 2 == 1, bits >= 16)), message.Text);
        Assert.That(permitted, Is.SubsetOf(["read", "write", "share"]), message.Text);
    }

    private static void CheckParties(FuzzedMessage message, bool isReadStrictly)
    {
        foreach (var name in new[] { "shareWith", "senderId", "grantee" })
        {
            var (read, sent) = (message.Read("notification", name), message.Sent("notification", name));
            if (FuzzedMessage.AreSame(read, sent))
            {
                continue;
            }

            var written = sent.GetString()!;
            Assert.That(FuzzedMessage.Names(OcmAddress.Parse(read.GetString()!), written), Is.True, message.Text);
            Assert.That(isReadStrictly && !written.Contains("://", StringComparison.Ordinal) && !written.EndsWith('/'), Is.False, message.Text);
        }
    }
}
