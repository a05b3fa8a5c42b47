using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Notifications;

/// <summary>What is carried to the other side's vendor and changes nothing by itself: wishes, completed transfers, types of one's own.</summary>
internal sealed class WishAndTransferTests
{
    private const string Path = "/ocm/notifications";

    [Test]
    [Property("Requirement", "NOTIF-09")]
    [Property("Requirement", "NOTIF-02")]
    public async Task RequestReshare_OfTheRecipient_IsCarriedToTheOwnerAndSharesNothing()
    {
        var recorder = new Recorder();
        await using var servers = await TwoServers.StartAsync(Recording(recorder));
        var share = await servers.SharedAsync();
        var received = await servers.AcceptAsync();

        var asked = await servers.Receiving.WithAsync<IReceivedShares, OcmResult<OcmUnit>>(shares => shares.RequestReshareAsync(
            received.Id,
            "marie",
            new NewReshareWish { ShareWith = OcmAddress.Parse("pierre@third.example.org"), Permissions = [Permission.Read], Message = "He needs it too." }));

        Assert.That(asked.Failure, Is.Null);
        var wish = recorder.Wishes.Single();
        Assert.That((wish.Type, wish.Share.ProviderId, wish.ShareWith!.ToString(), wish.Message), Is.EqualTo(
            (NotificationType.RequestReshare, share.ProviderId, "pierre@third.example.org", "He needs it too.")));
        Assert.That(wish.Permissions, Is.EqualTo(new[] { Permission.Read }));
        Assert.That(wish.Parameters!.Value.GetRawText(), Does.Not.Contain(received.Protocol.WebDav!.SharedSecret.Reveal()));
        var sent = await servers.Sending.WithAsync<ISentShares, IReadOnlyList<SentShare>>(shares => shares.ListAsync("albert"));
        var own = await servers.Receiving.WithAsync<ISentShares, IReadOnlyList<SentShare>>(shares => shares.ListAsync("marie"));
        Assert.That(sent, Has.Count.EqualTo(1), "only the owner shares");
        Assert.That(own, Is.Empty);
    }

    [Test]
    [Property("Requirement", "NOTIF-09")]
    public async Task UndoReshare_OfTheRecipient_IsCarriedToTheOwnerByTheShareItself()
    {
        var recorder = new Recorder();
        await using var servers = await TwoServers.StartAsync(Recording(recorder));
        var share = await servers.SharedAsync();
        var received = await servers.AcceptAsync();

        var undone = await servers.Receiving.WithAsync<IReceivedShares, OcmResult<OcmUnit>>(shares => shares.UndoReshareAsync(
            received.Id, "marie", OcmAddress.Parse("pierre@third.example.org")));
        var ofSomebodyElse = await servers.Receiving.WithAsync<IReceivedShares, OcmResult<OcmUnit>>(shares => shares.UndoReshareAsync(
            received.Id, "lise", OcmAddress.Parse("pierre@third.example.org")));

        Assert.That((undone.Failure, ofSomebodyElse.Failure?.Kind), Is.EqualTo(((OcmFailure?)null, OcmFailureKind.NotFound)));
        var wish = recorder.Wishes.Single();
        Assert.That((wish.Type, wish.Share.ProviderId, wish.ShareWith!.ToString()), Is.EqualTo((NotificationType.ReshareUndo, share.ProviderId, "pierre@third.example.org")));
        Assert.That(wish.Parameters!.Value.GetRawText(), Does.Not.Contain("sharedSecret"));
    }

    [TestCase("REQUEST_RESHARE")]
    [TestCase("RESHARE_UNDO")]
    [TestCase("RESHARE_CHANGE_PERMISSION")]
    [Property("Requirement", "NOTIF-02")]
    [Property("Requirement", "NOTIF-09")]
    public async Task Wish_OfEachType_NeedsAHandlerAndAnActiveShare(string type)
    {
        var recorder = new Recorder();
        await using var with = await PeerAndServer.StartAsync(Recording(recorder));
        await using var without = await PeerAndServer.StartAsync();
        var (share, _) = await with.ShareWithPeerAsync();
        var (other, _) = await without.ShareWithPeerAsync();

        var taken = await with.PostAsync(Path, Wish(type, share.ProviderId, """{"shareWith":"pierre@third.example.org","permission":1}"""));
        var refused = await without.PostAsync(Path, Wish(type, other.ProviderId, "{}"));
        await with.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));
        var late = await with.PostAsync(Path, Wish(type, share.ProviderId, "{}"));

        Assert.That((taken.Status, refused.Status, late.Status), Is.EqualTo((201, 400, 404)));
        Assert.That(recorder.Wishes.Single().Type.Value, Is.EqualTo(type));
        Assert.That((await with.Server.WithAsync<ISentShares, IReadOnlyList<SentShare>>(shares => shares.ListAsync("albert"))), Has.Count.EqualTo(1));
    }

    [TestCase("""{"shareWith":"no address"}""", 400)]
    [TestCase("""{"shareWith":7}""", 400)]
    [TestCase("""{"shareWith":null}""", 400)]
    [TestCase("""{"permissions":["read",7],"message":""}""", 201)]
    [TestCase("""{"permissions":["a\u0000"],"message":"a\u0000"}""", 201)]
    [TestCase("[]", 400)]
    [TestCase("{}", 201)]
    public async Task Wish_OpenPayload_IsReadAsFarAsItCanBe(string parameters, int status)
    {
        var recorder = new Recorder();
        await using var test = await PeerAndServer.StartAsync(Recording(recorder));
        var (share, _) = await test.ShareWithPeerAsync();

        var answer = await test.PostAsync(Path, Wish("REQUEST_RESHARE", share.ProviderId, parameters));

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        Assert.That(recorder.Wishes, Has.Count.EqualTo(status == 201 ? 1 : 0));
        Assert.That(recorder.Wishes.Select(wish => (wish.Permissions.Count, wish.Message)), Is.All.EqualTo((0, (string?)null)), "what cannot be read is left out");
    }

    [Test]
    [Property("Requirement", "NOTIF-09"), Property("Forbidden", "NOTIF-09")]
    public async Task RequestReshare_NotGranted_NobodyIsOfferedAnything()
    {
        var recorder = new Recorder();
        await using var third = await Testing.Peers.FakePeer.StartAsync(new() { UseHttps = false, HostName = "localhost" });
        await using var test = await PeerAndServer.StartAsync(Recording(recorder));
        await test.PostAsync("/ocm/shares", test.ShareJson());
        var id = (await test.ReceivedAsync())[0].Id;
        await test.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.AcceptAsync(id, "marie"));
        var (share, _) = await test.ShareWithPeerAsync();
        var pierre = new OcmAddress("pierre", third.Host);

        var asked = await test.Server.WithAsync<IReceivedShares, OcmResult<OcmUnit>>(shares => shares.RequestReshareAsync(id, "marie", new NewReshareWish { ShareWith = pierre }));
        var heard = await test.PostAsync(Path, Wish("REQUEST_RESHARE", share.ProviderId, $$"""{"shareWith":"{{pierre}}"}"""));

        Assert.That((asked.Failure, heard.Status), Is.EqualTo(((OcmFailure?)null, 201)));
        Assert.That(test.Peer.RequestsTo(Path).Select(request => JsonElement.Parse(request.Text).GetProperty("notificationType").GetString()), Does.Contain("REQUEST_RESHARE"), "the sender is asked");
        Assert.That(recorder.Wishes.Single().ShareWith, Is.EqualTo(pierre), "the owner is told");
        Assert.That(third.Requests, Is.Empty);
        Assert.That(await test.Server.WithAsync<ISentShares, IReadOnlyList<SentShare>>(shares => shares.ListAsync("marie")), Is.Empty);
        Assert.That(await test.Server.WithAsync<ISentShares, IReadOnlyList<SentShare>>(shares => shares.ListAsync("albert")), Has.Count.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "NOTIF-09"), Property("Forbidden", "NOTIF-09")]
    public async Task Wish_OfTheSendersServer_IsRefused()
    {
        var recorder = new Recorder();
        await using var test = await PeerAndServer.StartAsync(Recording(recorder));
        await test.PostAsync("/ocm/shares", test.ShareJson());

        var answer = await test.PostAsync(Path, Wish("REQUEST_RESHARE", "id-1", "{}"));

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(recorder.Wishes, Is.Empty);
    }

    [Test]
    [Property("Requirement", "SHARE-32")]
    public async Task CompleteTransfer_ShareWithDatatx_TellsTheSender()
    {
        var recorder = new Recorder();
        await using var servers = await TwoServers.StartAsync(Recording(recorder));
        var share = await servers.SharedAsync(share => share with { AccessTypes = [AccessType.DataTransfer], ExpiresAt = DateTimeOffset.UtcNow.AddHours(1) });
        var received = await servers.AcceptAsync();

        var completed = await CompleteAsync(servers, received);

        Assert.That(completed.Failure, Is.Null);
        Assert.That(recorder.Completed.Select(done => done.ProviderId), Is.EqualTo(new[] { share.ProviderId }));
        Assert.That((await servers.SentAsync(share.ProviderId)).Status, Is.EqualTo(SentShareStatus.Accepted), "the share goes on until its end");
    }

    [Test]
    [Property("Requirement", "SHARE-32")]
    public async Task CompleteTransfer_ShareWithoutDatatx_IsRefusedOnBothSides()
    {
        var recorder = new Recorder();
        await using var servers = await TwoServers.StartAsync(Recording(recorder));
        await using var test = await PeerAndServer.StartAsync(Recording(recorder));
        await servers.SharedAsync();
        var received = await servers.AcceptAsync();
        var (share, _) = await test.ShareWithPeerAsync();

        var here = await CompleteAsync(servers, received);
        var there = await test.PostAsync(Path, Wish("TRANSFER_COMPLETED", share.ProviderId, "{}"));

        Assert.That((here.Failure?.Kind, here.Failure?.Rule), Is.EqualTo(((OcmFailureKind?)OcmFailureKind.NotSupported, "SHARE-32")));
        Assert.That(there.Status, Is.EqualTo(400));
        Assert.That(recorder.Completed, Is.Empty);
    }

    [Test]
    [Property("Requirement", "NOTIF-02")]
    public async Task Notify_TypeOfTheVendorsOwn_GoesBothWays()
    {
        var (sender, recipient) = (new Recorder(), new Recorder());
        await using var servers = await TwoServers.StartAsync(Recording(sender), Recording(recipient));
        var share = await servers.SharedAsync();
        var received = await servers.AcceptAsync();
        var parameters = JsonElement.Parse("""{"text":"hello"}""");

        await servers.Sending.WithAsync<ISentShares, OcmResult<OcmUnit>>(shares => shares.NotifyAsync(share.ProviderId, Recorder.Greeting, parameters));
        await servers.Receiving.WithAsync<IReceivedShares, OcmResult<OcmUnit>>(shares => shares.NotifyAsync(received.Id, "marie", Recorder.Greeting));

        var there = recipient.Others.Single();
        var back = sender.Others.Single();
        Assert.That((there.Context.Server, there.Context.ReceivedShare!.Id, there.Context.SentShare), Is.EqualTo((servers.Sending.Host, received.Id, (SentShare?)null)));
        Assert.That(there.Notification.Notification!.Value.GetProperty("text").GetString(), Is.EqualTo("hello"));
        Assert.That((back.Context.Server, back.Context.SentShare!.ProviderId), Is.EqualTo((servers.Receiving.Host, share.ProviderId)));
    }

    [TestCase("SHARE_ACCEPTED")]
    [TestCase("SHARE_UNSHARED")]
    [TestCase("USER_REMOVED")]
    [TestCase("")]
    public async Task Notify_TypeWithAGestureOfItsOwn_IsAMistakeOfTheCaller(string type)
    {
        await using var servers = await TwoServers.StartAsync();
        var share = await servers.SharedAsync();

        Assert.That(
            async () => await servers.Sending.WithAsync<ISentShares, OcmResult<OcmUnit>>(shares => shares.NotifyAsync(share.ProviderId, new NotificationType(type))),
            Throws.ArgumentException);
    }

    private static string Wish(string type, string providerId, string parameters) =>
        $$"""{"notificationType":"{{type}}","resourceType":"file","providerId":"{{providerId}}","notification":{{parameters}}}""";

    private static ValueTask<OcmResult<OcmUnit>> CompleteAsync(TwoServers servers, ReceivedShare share) =>
        servers.Receiving.WithAsync<IReceivedShares, OcmResult<OcmUnit>>(shares => shares.CompleteTransferAsync(share.Id, "marie"));

    private static OcmTestServerSettings Recording(Recorder recorder) => new()
    {
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            ocm.Services.AddSingleton<IReshareWishHandler>(recorder);
            ocm.Services.AddSingleton<IShareObserver>(recorder);
            ocm.Services.AddSingleton<INotificationHandler>(recorder);
        },
    };
}
