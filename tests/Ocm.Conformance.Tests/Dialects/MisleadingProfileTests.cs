using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client;
using Ocm.Client.Access;
using Ocm.Client.Dialects;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Notifications;
using Ocm.Server;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Tokens;

namespace Ocm.Conformance.Dialects;

/// <summary>
/// A vendor's rule says how this server writes, and never what it takes: a server of the draft that is written to as an older one
/// is held to the draft, and an older one that is written to as the draft says keeps its tolerance.
/// </summary>
internal sealed class MisleadingProfileTests
{
    private const string TokenWithoutType = """{"access_token":"a-token","expires_in":300}""";
    private const string InvalidGrant = """{"error":"invalid_grant"}""";

    [Test]
    [Property("Requirement", "TOK-03")]
    public async Task Token_WithoutTypeOfAnOlderServer_IsTaken() =>
        Assert.That((await ExchangeAsync(isOfTheDraft: false, FakePeerAnswer.Json(TokenWithoutType))).IsSuccess, Is.True);

    [Test]
    [Property("Requirement", "TOK-03"), Property("Forbidden", "TOK-03")]
    public async Task Token_WithoutTypeOfAServerOfTheDraft_IsNoToken() =>
        Assert.That((await ExchangeAsync(isOfTheDraft: true, FakePeerAnswer.Json(TokenWithoutType))).Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));

    [Test]
    [Property("Requirement", "TOK-04")]
    public async Task Token_InvalidGrantWith401OfAnOlderServer_EndsTheShare() =>
        Assert.That((await ExchangeAsync(isOfTheDraft: false, FakePeerAnswer.Json(InvalidGrant, 401))).Failure?.Kind, Is.EqualTo(OcmFailureKind.NotFound));

    [Test]
    [Property("Requirement", "TOK-04"), Property("Forbidden", "TOK-04")]
    public async Task Token_InvalidGrantWith401OfAServerOfTheDraft_EndsNothing() =>
        Assert.That((await ExchangeAsync(isOfTheDraft: true, FakePeerAnswer.Json(InvalidGrant, 401))).Failure?.Kind, Is.EqualTo(OcmFailureKind.Unauthenticated));

    [TestCase(true)]
    [TestCase(false)]
    [Property("Requirement", "SHARE-25")]
    public async Task Share_TakenWithoutABody_IsSentToOlderServersOnly(bool isOfTheDraft)
    {
        await using var test = await StartAsync(isOfTheDraft);
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(204));

        Assert.That((await test.CreateAsync()).Value?.Status == SentShareStatus.Sent, Is.EqualTo(!isOfTheDraft));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Notification_HeardWith204_IsToldToOlderServersOnly(bool isOfTheDraft)
    {
        await using var test = await StartAsync(isOfTheDraft);
        test.Peer.Answer("/ocm/notifications", FakePeerAnswer.Status(204));
        var notification = new OcmNotification { NotificationType = NotificationType.ShareAccepted, ResourceType = ResourceType.File, ProviderId = "1" };

        var sent = await Client(test).SendNotificationAsync(test.Peer.Host, notification);

        Assert.That(sent.IsSuccess, Is.EqualTo(!isOfTheDraft));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Invite_AnsweredByAnotherSpelling_IsTakenFromOlderServersOnly(bool isOfTheDraft)
    {
        await using var test = await StartAsync(isOfTheDraft);
        test.Peer.Answer("/ocm/invite-accepted", FakePeerAnswer.Json("""{"userId":"inviter","email":"inviter@peer.test","name":"The Inviter"}"""));
        var request = new InviteAcceptanceRequest
        {
            RecipientProvider = test.Server.Host,
            Token = new SecretString("a-token"),
            UserId = "marie",
            Email = "marie@example.org",
            Name = "Marie",
        };

        Assert.That((await Client(test).AcceptInviteAsync(test.Peer.Host, request)).IsSuccess, Is.EqualTo(!isOfTheDraft));
    }

    [TestCase(true)]
    [TestCase(false)]
    [Property("Requirement", "ACC-04")]
    public async Task Read_BearerRefused_SendsBasicToOlderServersOnly(bool isOfTheDraft)
    {
        await using var test = await StartAsync(isOfTheDraft, exchangesTokens: false);
        test.Peer.Answer("/dav/id-1", FakePeerAnswer.Status(401));
        var message = test.Share();
        message["protocol"]!["webdav"]!.AsObject().Remove("requirements");
        Assert.That((await test.PostAsync("/ocm/shares", message)).Status, Is.EqualTo(201));
        var share = (await test.ReceivedAsync()).Single();
        await test.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.AcceptAsync(share.Id, "marie"));

        var opened = await test.Server.WithAsync<IReceivedShares, OcmResult<RemoteResource>>(shares => shares.OpenAsync(share.Id, "marie"));
        await opened.Value!.ReadAsync();

        var schemes = test.Peer.RequestsTo("/dav/id-1").Select(request => request.Header("authorization")!.Split(' ')[0]).Distinct().ToArray();
        Assert.That(schemes, Is.EqualTo(isOfTheDraft ? new[] { "Bearer" } : ["Bearer", "Basic"]));
    }

    [TestCase(true)]
    [TestCase(false)]
    [Property("Requirement", "NOTIF-09")]
    public async Task Wish_IsAnsweredWithItsSecretToOlderServersOnly(bool isOfTheDraft)
    {
        await using var test = await StartAsync(isOfTheDraft);
        var share = await test.CreatedAsync();
        var wish = new JsonObject
        {
            ["notificationType"] = "REQUEST_RESHARE",
            ["resourceType"] = "file",
            ["providerId"] = share.ProviderId,
            ["notification"] = new JsonObject { ["sharedSecret"] = "whatever" },
        };

        var answer = await test.PostAsync("/ocm/notifications", wish);

        Assert.That(answer.Status, Is.EqualTo(201));
        Assert.That(answer.Body.Contains("whatever", StringComparison.Ordinal), Is.EqualTo(!isOfTheDraft));
    }

    private static IOcmClient Client(ServerAndPeer test) => test.Server.Services.GetRequiredService<IOcmClient>();

    private static async Task<OcmResult<TokenResponse>> ExchangeAsync(bool isOfTheDraft, FakePeerAnswer answer)
    {
        await using var test = await StartAsync(isOfTheDraft);
        test.Peer.Answer("/ocm/token", answer);
        return await Client(test).ExchangeTokenAsync(test.Peer.Host, new SecretString("a-code"));
    }

    private static async Task<ServerAndPeer> StartAsync(bool isOfTheDraft, bool exchangesTokens = true)
    {
        var profile = isOfTheDraft ? PeerProfile.Multi : PeerProfile.Draft;
        var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.Posture = OcmPosture.Interoperable,
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.AddSingleton<IReshareWishHandler>(new ReshareWishes());
                ocm.Services.Configure<OcmClientOptions>(options => options.PeerProfileRules.Add(new(_ => true, profile)));
            },
        });
        test.WithPeer(document => document with
        {
            JwksUri = isOfTheDraft ? document.JwksUri : null,
            TokenEndPoint = exchangesTokens ? document.TokenEndPoint : null,
            Capabilities = exchangesTokens ? document.Capabilities : [Ocm.Discovery.Capability.HttpSig],
        });
        test.Peer.Answer("/.well-known/jwks.json", _ => new FakePeerAnswer(200, test.Peer.PublishedKeys.ToJson(), "application/json"));
        return test;
    }
}
