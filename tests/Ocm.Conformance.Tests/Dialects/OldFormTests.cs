using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Dialects;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Server;
using Ocm.Server.Invites;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Dialects;

/// <summary>
/// Each older form of each message that is received, over HTTP and signed: what an older server is answered, and that a server of
/// the draft and the strict posture answer the draft's status instead.
/// </summary>
internal sealed class OldFormTests
{
#pragma warning disable RS0030 // The wire log of these tests holds messages of the draft, which these are not.
    private static readonly HttpClient Http = new();
#pragma warning restore RS0030

    private static IEnumerable<OldForm> Forms() => OldForms.All;

    [TestCaseSource(nameof(Forms))]
    [Property("Requirement", "SHARE-22")]
    public async Task Strict_OldForm_IsAnsweredAsTheDraftSays(OldForm form)
    {
        await using var test = await StartAsync(OcmPosture.Strict, isOfTheDraft: true);

        Assert.That(await PostAsync(test, form), Is.EqualTo(form.Strict));
    }

    [TestCaseSource(nameof(Forms))]
    [Property("Requirement", "SHARE-22")]
    public async Task Interoperable_OldFormOfAServerOfTheDraft_IsAnsweredAsTheDraftSays(OldForm form)
    {
        await using var test = await StartAsync(OcmPosture.Interoperable, isOfTheDraft: true);

        Assert.That(await PostAsync(test, form), Is.EqualTo(form.OfTheDraft ?? form.Strict));
    }

    [TestCaseSource(nameof(Forms))]
    public async Task Interoperable_OldFormOfAnOldServer_IsTaken(OldForm form)
    {
        await using var test = await StartAsync(OcmPosture.Interoperable, isOfTheDraft: false);

        Assert.That(await PostAsync(test, form), Is.EqualTo(form.Interoperable));
    }

    [Test]
    public void Forms_EveryToleranceForWhatIsReceived_HasOne()
    {
        LegacyMessageKind[] received = [LegacyMessageKind.Share, LegacyMessageKind.Notification, LegacyMessageKind.InviteAcceptance, LegacyMessageKind.TokenRequest];

        Assert.That(
            OldForms.All.Where(form => form.Tolerance is not ("form-invite-acceptance" or "json-token-request" or "escaped-recipient")).Select(form => (form.Kind, form.Tolerance)),
            Is.EquivalentTo(received.SelectMany(kind => LegacyMessageReader.Names(kind).Select(name => (kind, name)))));
    }

    private static async Task<ServerAndPeer> StartAsync(OcmPosture posture, bool isOfTheDraft)
    {
        var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.Posture = posture,
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.AddSingleton<IReshareWishHandler>(new ReshareWishes());
            },
        });
        if (!isOfTheDraft)
        {
            test.WithPeer(document => document with { JwksUri = null, ApiVersion = "1.3.0" });
            test.Peer.Answer("/.well-known/jwks.json", _ => new FakePeerAnswer(200, test.Peer.PublishedKeys.ToJson(), "application/json"));
        }

        return test;
    }

    private static async Task<int> PostAsync(ServerAndPeer test, OldForm form)
    {
        var (path, message) = form.Kind switch
        {
            LegacyMessageKind.Share => ("/ocm/shares", test.Share()),
            LegacyMessageKind.Notification => ("/ocm/notifications", await NotificationAsync(test)),
            LegacyMessageKind.InviteAcceptance => ("/ocm/invite-accepted", await InviteAsync(test)),
            _ => ("/ocm/token", await TokenRequestAsync(test)),
        };
        form.Change(message);
        var usual = form.Kind == LegacyMessageKind.TokenRequest ? OldForms.Form : OldForms.Json;
        return await PostAsync(test, path, message, form.ContentType ?? usual);
    }

    private static async Task<int> PostAsync(ServerAndPeer test, string path, JsonObject message, string contentType)
    {
        var text = contentType == OldForms.Json ? message.ToJsonString()
            : string.Join('&', message.Select(member => $"{member.Key}={Uri.EscapeDataString(member.Value!.ToString())}"));
        using var request = await test.Peer.CreateSignedPostAsync(test.Uri(path), Encoding.UTF8.GetBytes(text), contentType);
        using var response = await Http.SendAsync(request);
        return (int)response.StatusCode;
    }

    private static async Task<JsonObject> NotificationAsync(ServerAndPeer test)
    {
        var share = await test.CreatedAsync();
        Assert.That(await PostAsync(test, "/ocm/shares", test.Share(), OldForms.Json), Is.EqualTo(201));
        return new JsonObject { ["notificationType"] = "SHARE_ACCEPTED", ["resourceType"] = "file", ["providerId"] = share.ProviderId };
    }

    private static async Task<JsonObject> InviteAsync(ServerAndPeer test)
    {
        var invite = await test.Server.WithAsync<IInvites, OcmResult<Invite>>(invites => invites.CreateAsync("marie"));
        return new JsonObject
        {
            ["recipientProvider"] = test.Peer.Host.Value,
            ["token"] = invite.Value!.Token.Reveal(),
            ["userID"] = "einstein",
            ["email"] = "e@example.org",
            ["name"] = "Albert",
        };
    }

    private static async Task<JsonObject> TokenRequestAsync(ServerAndPeer test)
    {
        await test.CreatedAsync();
        var webdav = test.SentToPeer().Single().GetProperty("protocol").GetProperty("webdav");
        return new JsonObject
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = test.Peer.Host.Value,
            ["code"] = webdav.GetProperty("sharedSecret").GetString(),
        };
    }
}
