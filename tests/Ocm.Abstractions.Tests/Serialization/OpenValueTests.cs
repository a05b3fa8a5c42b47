using System.Text.Json;
using Ocm.Contacts;
using Ocm.Discovery;
using Ocm.Notifications;
using Ocm.Shares;

namespace Ocm.Serialization;

[Property("Requirement", "REG-01")]
public sealed class OpenValueTests
{
    [Test]
    public void RegisteredValues_AreTheDraftsWords()
    {
        Assert.That(Values<ShareType>(), Is.EquivalentTo(new[] { "user", "group", "federation" }));
        Assert.That(Values<ResourceType>(), Is.EquivalentTo(new[] { "file", "folder", "ro-crate", "user" }));
        Assert.That(Values<ProtocolName>(), Is.EquivalentTo(new[] { "webdav", "webapp", "ssh", "embedded", "multi" }));
        Assert.That(Values<Permission>(), Is.EquivalentTo(new[] { "read", "write", "share", "view" }));
        Assert.That(Values<Requirement>(), Is.EquivalentTo(new[] { "must-exchange-token", "must-use-mfa" }));
        Assert.That(Values<AccessType>(), Is.EquivalentTo(new[] { "remote", "datatx" }));
        Assert.That(Values<WebAppTarget>(), Is.EquivalentTo(new[] { "blank", "iframe" }));
        Assert.That(Values<ContactSource>(), Is.EquivalentTo(new[] { "invite", "share", "direct entry" }));
        Assert.That(
            Values<Capability>(),
            Is.EquivalentTo(new[] { "enforce-mfa", "exchange-token", "http-sig", "invites", "invite-wayf", "notifications", "protocol-object" }));
        Assert.That(
            Values<Criterion>(),
            Is.EquivalentTo(new[] { "must-use-http-sig", "must-exchange-token", "denylist", "allowlist", "must-invite" }));
        Assert.That(
            Values<NotificationType>(),
            Is.EquivalentTo(new[]
            {
                "SHARE_ACCEPTED", "SHARE_DECLINED", "SHARE_UNSHARED", "REQUEST_RESHARE", "RESHARE_UNDO", "RESHARE_CHANGE_PERMISSION", "USER_REMOVED",

                // Not registered: oCIS's own.
                "SHARE_CHANGE_PERMISSION",

                // Not registered: the draft asks for such a notification (SHARE-32) and names no type.
                "TRANSFER_COMPLETED",
            }));
    }

    [Test]
    public void AnyOpenValue_KeepsUnknownWordsAndComparesOrdinally()
    {
        AssertOpen<ShareType>();
        AssertOpen<ResourceType>();
        AssertOpen<ProtocolName>();
        AssertOpen<Permission>();
        AssertOpen<Requirement>();
        AssertOpen<AccessType>();
        AssertOpen<WebAppTarget>();
        AssertOpen<ContactSource>();
        AssertOpen<Capability>();
        AssertOpen<Criterion>();
        AssertOpen<NotificationType>();
    }

    private static IEnumerable<string> Values<T>()
        where T : struct, IOpenValue<T> =>
        typeof(T).GetFields().Where(field => field is { IsStatic: true, IsPublic: true }).Select(field => ((T)field.GetValue(null)!).Value);

    private static void AssertOpen<T>()
        where T : struct, IOpenValue<T>
    {
        var unknown = T.Create("X-Unknown value é");
        Assert.That(unknown.Value, Is.EqualTo("X-Unknown value é"));
        Assert.That(unknown.ToString(), Is.EqualTo(unknown.Value));
        Assert.That(unknown, Is.EqualTo(T.Create("X-Unknown value é")));
        Assert.That(unknown, Is.Not.EqualTo(T.Create("x-unknown value é")));
        Assert.That(unknown.GetHashCode(), Is.EqualTo(T.Create("X-Unknown value é").GetHashCode()));

        Assert.That(() => default(T).ToString(), Throws.Nothing);
        Assert.That(() => default(T).GetHashCode(), Throws.Nothing);
        Assert.That(default(T), Is.Not.EqualTo(unknown));
        Assert.That(T.Create(null!).Value, Is.Empty);

        var own = new JsonSerializerOptions { Converters = { new OpenValueConverter<T>() } };
        var json = JsonSerializer.Serialize(unknown, own);
        Assert.That(JsonSerializer.Deserialize<T>(json, own), Is.EqualTo(unknown));
        var names = new Dictionary<T, int> { [unknown] = 1 };
        Assert.That(JsonSerializer.Deserialize<Dictionary<T, int>>(JsonSerializer.Serialize(names, own), own), Is.EqualTo(names));
        Assert.That(() => JsonSerializer.Deserialize<T>("null", own), Throws.TypeOf<JsonException>());
    }
}
