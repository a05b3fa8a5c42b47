using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Conformance.Notifications;
using Ocm.Conformance.Rig;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Server;
using Ocm.Server.Delivery;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Testing.Simulators;
using Ocm.Testing.Time;

namespace Ocm.Conformance.Dialects;

/// <summary>Changed permissions: who may say it of a received share, and how it is told of a sent one.</summary>
internal sealed class ChangedPermissionTests
{
    [Test]
    [Property("Requirement", "NOTIF-02")]
    public async Task ChangePermission_SignedByAnOlderServer_IsTaken()
    {
        await using var test = await StartAsync(isOfTheDraft: false, new Recorder());

        Assert.That(await ChangeAsync(test), Is.EqualTo(201));
        Assert.That(await PermissionsAsync(test), Is.EqualTo("read write"));
    }

    [Test]
    [Property("Requirement", "NOTIF-02"), Property("Forbidden", "NOTIF-02")]
    public async Task ChangePermission_SignedByAServerOfTheDraft_Is400AndChangesNothing()
    {
        await using var test = await StartAsync(isOfTheDraft: true, new Recorder());

        Assert.That(await ChangeAsync(test), Is.EqualTo(400));
        Assert.That(await PermissionsAsync(test), Is.EqualTo("read"));
    }

    [Test]
    public async Task ChangePermission_OfAServerOfTheDraft_IsTheVendors()
    {
        var recorder = new Recorder { NotificationType = NotificationType.ShareChangePermission };
        await using var test = await StartAsync(isOfTheDraft: true, recorder);

        Assert.That(await ChangeAsync(test), Is.EqualTo(201));
        Assert.That(recorder.Others.Single().Context.ReceivedShare?.ProviderId, Is.EqualTo("id-1"));
        Assert.That(await PermissionsAsync(test), Is.EqualTo("read"));
    }

    [Test]
    public async Task ChangePermission_OfAnOlderServer_IsNoNewsOfTheStatus()
    {
        var recorder = new Recorder();
        await using var test = await StartAsync(isOfTheDraft: false, recorder);

        Assert.That(await ChangeAsync(test), Is.EqualTo(201));
        Assert.That(recorder.ReceivedChanged, Is.Empty);

        Assert.That(await PostAsync(test, "SHARE_UNSHARED", new JsonObject()), Is.EqualTo(201));
        Assert.That(recorder.ReceivedChanged.Select(share => share.Status), Is.EqualTo(new[] { ReceivedShareStatus.Unshared }));
    }

    [Test]
    public async Task ChangePermissions_OfAServerThatDoesNotHearIt_LeavesNothingToTell()
    {
        await using var rig = await LegacyRig.StartAsync(LegacyServerFamily.Nextcloud, OcmPosture.Interoperable);
        await rig.ShareFileAsync();
        var id = (await rig.SentAsync()).ProviderId;
        var before = rig.Other.Peer.Requests.Count(request => request.Method == "POST");

        var changed = await rig.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.ChangePermissionsAsync(id, [Permission.Read, Permission.Write]));

        Assert.That(changed.Value?.Permissions, Is.EqualTo(new[] { Permission.Read, Permission.Write }));
        Assert.That(rig.Other.Peer.Requests.Count(request => request.Method == "POST"), Is.EqualTo(before));
        Assert.That(await WaitingAsync(rig.Server), Is.Empty);
    }

    [Test]
    public async Task ChangePermissions_OfAnOlderServerThatIsDown_AreStoredBeforeItIsAsked()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var rig = await LegacyRig.StartAsync(LegacyServerFamily.Ocis, new OcmTestServerSettings { Options = options => options.Posture = OcmPosture.Interoperable, Time = time });
        await rig.ShareFileAsync();
        var id = (await rig.SentAsync()).ProviderId;
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var path in new[] { "/.well-known/ocm", "/ocm-provider", "/ocm-provider/" })
        {
            rig.Other.Peer.Answer(path, _ =>
            {
                asked.TrySetResult();
                return FakePeerAnswer.Status(503);
            });
        }

        time.Advance(TimeSpan.FromDays(2)); // what was known of the server is too old
        var changing = rig.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.ChangePermissionsAsync(id, [Permission.Read, Permission.Write])).AsTask();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That((await rig.SentAsync()).Permissions, Is.EqualTo(new[] { Permission.Read, Permission.Write }));

        // The calls repeat what failed after delays on the server's clock.
        while (!changing.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.That((await changing).IsSuccess, Is.True);
        Assert.That((await WaitingAsync(rig.Server)).Single().NotificationType, Is.EqualTo(NotificationType.ShareChangePermission));
    }

    private static ValueTask<IReadOnlyList<OutboxItem>> WaitingAsync(OcmTestServer server) =>
        server.WithAsync<IDeliveries, IReadOnlyList<OutboxItem>>(deliveries => deliveries.ListAsync(new OutboxQuery()));

    private static async Task<ServerAndPeer> StartAsync(bool isOfTheDraft, Recorder recorder)
    {
        var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.Posture = OcmPosture.Interoperable,
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.AddSingleton<IShareObserver>(recorder);
                ocm.Services.AddSingleton<INotificationHandler>(recorder);
            },
        });
        if (!isOfTheDraft)
        {
            test.WithPeer(document => document with { JwksUri = null, ApiVersion = "1.3.0" });
            test.Peer.Answer("/.well-known/jwks.json", _ => new FakePeerAnswer(200, test.Peer.PublishedKeys.ToJson(), "application/json"));
        }

        Assert.That((await test.PostAsync("/ocm/shares", test.Share())).Status, Is.EqualTo(201));
        return test;
    }

    private static Task<int> ChangeAsync(ServerAndPeer test) =>
        PostAsync(test, "SHARE_CHANGE_PERMISSION", new JsonObject { ["permissions"] = new JsonArray("read", "write") });

    private static async Task<int> PostAsync(ServerAndPeer test, string type, JsonObject parameters)
    {
        var message = new JsonObject { ["notificationType"] = type, ["resourceType"] = "file", ["providerId"] = "id-1", ["notification"] = parameters };
        return (await test.PostAsync("/ocm/notifications", message)).Status;
    }

    private static async Task<string> PermissionsAsync(ServerAndPeer test) =>
        string.Join(' ', (await test.ReceivedAsync()).Single().Protocol.WebDav!.Permissions!.Select(permission => permission.Value));
}
