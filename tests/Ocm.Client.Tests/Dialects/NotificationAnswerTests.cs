using Ocm.Client.Notifications;
using Ocm.Client.Tests.Calls;
using Ocm.Notifications;
using Ocm.Testing.Peers;
using Ocm.Tokens;

namespace Ocm.Client.Tests.Dialects;

/// <summary>What an older server answers to a wish to reshare, and what nobody reads.</summary>
internal sealed class NotificationAnswerTests
{
    [TestCase("REQUEST_RESHARE", """{"token":"t","providerId":"18"}""", "18")]
    [TestCase("REQUEST_RESHARE", """{"token":"t","providerId":18}""", "18")]
    [TestCase("REQUEST_RESHARE", """{"token":"t"}""", null)]
    [TestCase("REQUEST_RESHARE", """{"token":"","providerId":"18"}""", null)]
    [TestCase("REQUEST_RESHARE", """{"token":"two\nlines","providerId":"18"}""", null)]
    [TestCase("REQUEST_RESHARE", """{"token":"t","providerId":"two\nlines"}""", null)]
    [TestCase("REQUEST_RESHARE", """{"token":{},"providerId":[]}""", null)]
    [TestCase("REQUEST_RESHARE", """{"token":"\ud800","providerId":"18"}""", null)]
    [TestCase("REQUEST_RESHARE", "[]", null)]
    [TestCase("REQUEST_RESHARE", "", null)]
    [TestCase("SHARE_ACCEPTED", """{"token":"t","providerId":"18"}""", null)]
    public async Task SendNotification_ToAnOlderServer_ReadsTheShareThatCameOfAWish(string type, string answer, string? providerId)
    {
        var read = await SendAsync(type, answer, isOfTheDraft: false);

        Assert.That(read, Is.EqualTo(providerId is null ? NotificationAnswer.Taken : new NotificationAnswer { ProviderId = providerId, Token = new SecretString("t") }));
    }

    [Test]
    [Property("Requirement", "NOTIF-09")]
    public async Task SendNotification_ToAServerOfTheDraft_ReadsNothing() =>
        Assert.That(await SendAsync("REQUEST_RESHARE", """{"token":"t","providerId":"18"}""", isOfTheDraft: true), Is.EqualTo(NotificationAnswer.Taken));

    private static async Task<NotificationAnswer?> SendAsync(string type, string answer, bool isOfTheDraft)
    {
        await using var peer = await FakePeer.StartAsync();
        peer.Document = isOfTheDraft ? peer.CreateDocument() : peer.CreateDocument() with { JwksUri = null };
        peer.Answer("/ocm/notifications", FakePeerAnswer.Json(answer, 201));
        await using var client = new ClientUnderTest(peer, o => o.AcceptLegacyMessages = true);

        return (await client.Client.SendNotificationAsync(peer.Host, Messages.Notification(new NotificationType(type)))).Value;
    }
}
