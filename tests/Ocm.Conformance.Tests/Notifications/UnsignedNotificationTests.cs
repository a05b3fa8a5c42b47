using Microsoft.Extensions.DependencyInjection;
using Ocm.Client;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Notifications;

/// <summary>Notifications are signed, and those that are not are declined.</summary>
[Property("Requirement", "NOTIF-04")]
internal sealed class UnsignedNotificationTests
{
    private const string Path = "/ocm/notifications";
    private const string Unshared = """{"notificationType":"SHARE_UNSHARED","resourceType":"file","providerId":"id-1"}""";

    [TestCase(true, 201, ReceivedShareStatus.Unshared)]
    [TestCase(false, 401, ReceivedShareStatus.Pending)]
    public async Task Notification_OfTheSendingServer_CountsOnlySigned(bool signed, int status, ReceivedShareStatus expected)
    {
        await using var test = await ServerAndPeer.StartAsync();
        await test.PostAsync("/ocm/shares", test.Share());

        var answer = signed ? await test.PostAsync(Path, Unshared) : await test.PostUnsignedAsync(Path, Unshared);

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        Assert.That((await test.ReceivedAsync()).Single().Status, Is.EqualTo(expected));
    }

    [Test]
    public async Task Notification_UnsignedOfAServerThatSigns_IsDeclinedWhateverThePolicy()
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.Posture = Server.OcmPosture.Interoperable,
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.Configure<OcmClientOptions>(client => client.UnsignedCalls |= UnsignedCalls.SenderNotifications | UnsignedCalls.RecipientNotifications);
            },
        });
        await test.PostAsync("/ocm/shares", test.Share());

        var answer = await test.PostUnsignedAsync(Path, Unshared);

        Assert.That(answer.Status, Is.EqualTo(401));
    }

    [Test]
    public async Task Notification_OfOurs_IsSigned()
    {
        await using var test = await ServerAndPeer.StartAsync();
        await test.PostAsync("/ocm/shares", test.Share());
        var id = (await test.ReceivedAsync()).Single().Id;

        await test.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.DeclineAsync(id, "marie"));

        Assert.That(test.Peer.RequestsTo(Path).Single().Header("Signature-Input"), Does.Contain("tag=\"ocm\""));
    }
}
