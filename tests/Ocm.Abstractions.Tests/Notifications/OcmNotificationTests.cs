using Ocm.Serialization;

namespace Ocm.Notifications;

public sealed class OcmNotificationTests
{
    [Test]
    [Property("Requirement", "NOTIF-01")]
    [Property("Requirement", "NOTIF-03")]
    public void Read_WithoutResourceTypeAndParameters_IsTaken()
    {
        var notification = OcmJson.Read<OcmNotification>("""{"notificationType":"SHARE_DECLINED","providerId":"7c08"}"""u8).Value!;
        Assert.That(notification.NotificationType, Is.EqualTo(NotificationType.ShareDeclined));
        Assert.That(notification.ProviderId, Is.EqualTo("7c08"));
        Assert.That(notification.ResourceType, Is.Null);
        Assert.That(notification.Notification, Is.Null);
    }

    [Test]
    [Property("Requirement", "NOTIF-03")]
    public void Read_WithoutProviderId_NamesIt() =>
        Assert.That(Message.Notification.BadFields("""{"notificationType":"SHARE_ACCEPTED"}"""), Is.EqualTo(new[] { "providerId" }));

    [Test]
    [Property("Requirement", "NOTIF-02")]
    public void Read_UnknownType_IsKept() => Assert.That(
        OcmJson.Read<OcmNotification>("""{"notificationType":"X_PRINTED","providerId":"7c08"}"""u8).Value!.NotificationType,
        Is.EqualTo(new NotificationType("X_PRINTED")));
}
