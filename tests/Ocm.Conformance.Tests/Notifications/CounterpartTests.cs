using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Errors;
using Ocm.Server;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Notifications;

/// <summary>Only the other side of a share speaks of it, and what is told of it holds no secret.</summary>
internal sealed class CounterpartTests
{
    private const string Path = "/ocm/notifications";

    [TestCase("""{"notificationType":"SHARE_UNSHARED"}""", "providerId")]
    [TestCase("""{"notificationType":"SHARE_UNSHARED","providerId":""}""", "providerId")]
    [TestCase("""{"notificationType":"SHARE_UNSHARED","providerId":7}""", "providerId")]
    [TestCase("""{"notificationType":"SHARE_UNSHARED","providerId":null}""", "providerId")]
    [TestCase("""{"providerId":""}""", "notificationType,providerId")]
    [Property("Requirement", "NOTIF-03"), Property("Forbidden", "NOTIF-03")]
    public async Task Notification_WithoutProviderId_IsRefusedWithTheField(string body, string fields)
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.PostAsync("/ocm/shares", test.ShareJson());

        var answer = await test.PostAsync(Path, body);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.WrongFields, Is.EquivalentTo(fields.Split(',')));
        Assert.That((await test.ReceivedAsync())[0].Status, Is.EqualTo(ReceivedShareStatus.Pending));
    }

    [Test]
    [Property("Requirement", "NOTIF-03")]
    [Property("Requirement", "NOTIF-01")]
    public async Task Notification_OfOurs_CopiesProviderIdAndResourceType()
    {
        await using var test = await PeerAndServer.StartAsync();
        await test.PostAsync("/ocm/shares", test.ShareJson(share => share["providerId"] = "7c08/42 26:d9a1"));

        await AcceptAsync(test);

        var sent = JsonElement.Parse(test.Peer.RequestsTo(Path).Single().Body.Span);
        Assert.That(sent.GetProperty("providerId").GetString(), Is.EqualTo("7c08/42 26:d9a1"));
        Assert.That(sent.GetProperty("resourceType").GetString(), Is.EqualTo("file"));
        Assert.That(sent.GetProperty("notificationType").GetString(), Is.EqualTo("SHARE_ACCEPTED"));
    }

    [Test]
    [Property("Requirement", "NOTIF-05")]
    public async Task Notification_SameProviderIdOfTwoSenders_EndsTheSignersShareOnly()
    {
        await using var test = await PeerAndServer.StartAsync();
        await using var other = await OtherPeerAsync();
        await test.PostAsync("/ocm/shares", test.ShareJson());
        Assert.That((await PostAsOtherAsync(test, other, "/ocm/shares", OtherShareJson(test, other))).Status, Is.EqualTo(201));

        var answer = await PostAsOtherAsync(test, other, Path, """{"notificationType":"SHARE_UNSHARED","resourceType":"file","providerId":"id-1"}""");

        var shares = (await test.ReceivedAsync()).ToDictionary(share => share.SendingServer, share => share.Status);
        Assert.That(answer.Status, Is.EqualTo(201));
        Assert.That(shares[other.Host], Is.EqualTo(ReceivedShareStatus.Unshared));
        Assert.That(shares[test.Peer.Host], Is.EqualTo(ReceivedShareStatus.Pending));
    }

    [TestCase("SHARE_UNSHARED")]
    [TestCase("SHARE_ACCEPTED")]
    [TestCase("SHARE_DECLINED")]
    [TestCase("REQUEST_RESHARE")]
    [Property("Requirement", "NOTIF-05"), Property("Forbidden", "NOTIF-05")]
    public async Task Notification_OfAThirdServer_IsRefusedAndChangesNothing(string type)
    {
        await using var test = await PeerAndServer.StartAsync();
        await using var third = await OtherPeerAsync();
        await test.PostAsync("/ocm/shares", test.ShareJson());
        var (sent, _) = await test.ShareWithPeerAsync();

        foreach (var providerId in new[] { "id-1", sent.ProviderId, "unknown" })
        {
            var answer = await PostAsOtherAsync(test, third, Path, $$"""{"notificationType":"{{type}}","resourceType":"file","providerId":"{{providerId}}"}""");
            Assert.That(answer.Status, Is.EqualTo(401));
        }

        Assert.That((await test.ReceivedAsync())[0].Status, Is.EqualTo(ReceivedShareStatus.Pending));
        Assert.That((await SentAsync(test, sent)).Status, Is.EqualTo(SentShareStatus.Sent));
    }

    [Test]
    [Property("Requirement", "NOTIF-05")]
    public async Task Notification_UnsignedWithTheSecretOfALegacyShare_Counts() =>
        Assert.That(await UnshareUnsignedAsync(exchanges: false, "the-secret-of-the-peer"), Is.EqualTo((201, ReceivedShareStatus.Unshared)));

    [TestCase(false, "another-secret")]
    [TestCase(false, "")]
    [TestCase(false, null)]
    [TestCase(true, "the-secret-of-the-peer")]
    [Property("Requirement", "NOTIF-05"), Property("Forbidden", "NOTIF-05")]
    public async Task Notification_UnsignedWithoutTheSecretOrForAShareWithTokenExchange_Is401AndChangesNothing(bool exchanges, string? secret) =>
        Assert.That(await UnshareUnsignedAsync(exchanges, secret), Is.EqualTo((401, ReceivedShareStatus.Pending)));

    private static async Task<(int Status, ReceivedShareStatus Share)> UnshareUnsignedAsync(bool exchanges, string? secret)
    {
        await using var test = await LegacyAsync();
        await test.PostUnsignedAsync("/ocm/shares", LegacyShare(test, exchanges));
        var body = new Dictionary<string, object?> { ["notificationType"] = "SHARE_UNSHARED", ["resourceType"] = "file", ["providerId"] = "id-1" };
        if (secret is not null)
        {
            body["notification"] = new Dictionary<string, object?> { ["sharedSecret"] = secret };
        }

        var answer = await test.PostUnsignedAsync(Path, JsonSerializer.Serialize(body));

        return (answer.Status, (await test.ReceivedAsync())[0].Status);
    }

    [Test]
    [Property("Requirement", "NOTIF-07")]
    [Property("Requirement", "NOTIF-05")]
    public async Task Notification_OfOursForALegacyShareOfAServerWithoutSignatures_HoldsTheSecret() =>
        Assert.That(await TellAsync(exchanges: false, signs: false), Does.Contain("the-secret-of-the-peer"));

    [TestCase(true, false)]
    [TestCase(false, true)]
    [TestCase(true, true)]
    [Property("Requirement", "NOTIF-07"), Property("Forbidden", "NOTIF-07")]
    public async Task Notification_OfOursForAShareWithTokenExchangeOrSigned_HoldsNoSecret(bool exchanges, bool signs) =>
        Assert.That(await TellAsync(exchanges, signs), Does.Contain("SHARE_ACCEPTED").And.Not.Contain("the-secret-of-the-peer"));

    private static async Task<string> TellAsync(bool exchanges, bool signs)
    {
        await using var test = signs ? await PeerAndServer.StartAsync() : await LegacyAsync();
        var share = LegacyShare(test, exchanges);
        var received = signs ? await test.PostAsync("/ocm/shares", share) : await test.PostUnsignedAsync("/ocm/shares", share);
        Assert.That(received.Status, Is.EqualTo(201), received.Body);

        await AcceptAsync(test);

        return test.Peer.RequestsTo(Path).Single().Text;
    }

    [TestCase("""{"sharedSecret":"x"}""")]
    [TestCase("[]")]
    [TestCase("\"text\"")]
    [Property("Requirement", "NOTIF-07"), Property("Forbidden", "NOTIF-07")]
    public async Task NotifyAsync_SecretOrNoObject_IsAMistakeOfTheCaller(string parameters)
    {
        await using var test = await PeerAndServer.StartAsync();
        var (sent, _) = await test.ShareWithPeerAsync();

        Assert.That(
            async () => await test.Server.WithAsync<ISentShares, OcmResult<OcmUnit>>(shares => shares.NotifyAsync(sent.ProviderId, Recorder.Greeting, JsonElement.Parse(parameters))),
            Throws.ArgumentException);
        Assert.That(test.Peer.RequestsTo(Path), Is.Empty);
    }

    private static Task<PeerAndServer> LegacyAsync() => LegacyAsync(new OcmTestServerSettings
    {
        Options = options => options.Posture = OcmPosture.Interoperable,
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            ocm.Services.Configure<Client.OcmClientOptions>(client => client.UnsignedCalls |= Client.UnsignedCalls.SenderNotifications);
        },
    });

    private static async Task<PeerAndServer> LegacyAsync(OcmTestServerSettings settings)
    {
        var test = await PeerAndServer.StartAsync(settings);
        test.Peer.Document = test.Peer.CreateDocument() with { Capabilities = [], Criteria = [], JwksUri = null, TokenEndPoint = null };
        return test;
    }

    private static string LegacyShare(PeerAndServer test, bool exchanges) => test.ShareJson(share =>
    {
        var webdav = (Dictionary<string, object?>)((Dictionary<string, object?>)share["protocol"]!)["webdav"]!;
        webdav["sharedSecret"] = "the-secret-of-the-peer";
        if (!exchanges)
        {
            webdav.Remove("requirements");
        }
    });

    private static Task<Testing.Peers.FakePeer> OtherPeerAsync() => Testing.Peers.FakePeer.StartAsync(new() { UseHttps = false, HostName = "localhost" });

    private static string OtherShareJson(PeerAndServer test, Testing.Peers.FakePeer other) => test.ShareJson(share =>
    {
        share["owner"] = share["sender"] = $"einstein@{other.Host}";
        ((Dictionary<string, object?>)((Dictionary<string, object?>)share["protocol"]!)["webdav"]!)["uri"] = $"{other.Origin}/dav/id-1";
    });

    private static async Task<PeerAndServer.Answer> PostAsOtherAsync(PeerAndServer test, Testing.Peers.FakePeer other, string path, string body)
    {
        using var request = await other.CreateSignedPostAsync(test.Uri(path), System.Text.Encoding.UTF8.GetBytes(body));
        return await test.SendAsync(request);
    }

    private static async Task AcceptAsync(PeerAndServer test)
    {
        var share = (await test.ReceivedAsync())[0];
        var accepted = await test.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.AcceptAsync(share.Id, "marie"));
        Assert.That(accepted.Failure, Is.Null);
    }

    private static async Task<SentShare> SentAsync(PeerAndServer test, SentShare share) =>
        (await test.Server.WithAsync<ISentShares, SentShare?>(shares => shares.FindAsync(share.ProviderId)))!;
}
