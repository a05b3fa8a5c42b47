using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Server;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Simulators;
using Ocm.Tokens;

namespace Ocm.Conformance.Dialects;

/// <summary>Wishes and changed permissions of servers that do not sign: with the share's secret, or not at all.</summary>
internal sealed class OldNotificationTests
{
#pragma warning disable RS0030 // Plays another server.
    private static readonly HttpClient Http = new();
#pragma warning restore RS0030

    [Test]
    [Property("Requirement", "NOTIF-09")]
    public async Task RequestReshare_OfNextcloud_IsCarriedToTheOwnerAndAnsweredAsItReads()
    {
        await using var rig = await LegacyRig.StartAsync(LegacyServerFamily.Nextcloud, OcmPosture.Interoperable);
        await rig.ShareFileAsync();
        var share = rig.Other.Received.Single();

        var (status, body) = (await rig.Other.NotifyAsync(rig.Server.Origin, "REQUEST_RESHARE", share))!;

        Assert.That(status, Is.EqualTo(201));
        Assert.That((body?["token"]?.ToString(), body?["providerId"]?.ToString()), Is.EqualTo((share.Secret, share.ProviderId)), "what it has already, and nothing else");
        Assert.That(rig.Wishes.All.Single().Share.ProviderId, Is.EqualTo(share.ProviderId));
        Assert.That((await rig.SentAsync()).ProviderId, Is.EqualTo(share.ProviderId), "nobody shared anything");
    }

    [Test]
    [Property("Requirement", "NOTIF-07")]
    public async Task UndoReshare_ToNextcloud_NamesWhatItAnsweredToTheWishAndForgetsIt()
    {
        await using var rig = await LegacyRig.StartAsync(LegacyServerFamily.Nextcloud, OcmPosture.Interoperable);
        await LegacyReshares.AskAsync(rig);
        var answered = rig.Other.Reshares.Single();
        var kept = (await rig.ReceivedAsync())!;
        Assert.That(kept.Reshares.Single(), Is.EqualTo(new AnsweredReshare(LegacyReshares.Third, answered.ProviderId, new SecretString(answered.Secret))));

        await rig.Server.WithAsync<IReceivedShares, OcmResult<OcmUnit>>(shares => shares.UndoReshareAsync(kept.Id, "marie", OcmAddress.Parse("nobody@third.example.org")));
        var ofAnother = rig.Other.Peer.RequestsTo("/ocm/notifications").Count;
        await rig.Server.WithAsync<IReceivedShares, OcmResult<OcmUnit>>(shares => shares.UndoReshareAsync(kept.Id, "marie", LegacyReshares.Third));

        Assert.That(ofAnother, Is.EqualTo(2), "accepted and asked: the share itself is never named, because Nextcloud would end it");
        Assert.That(rig.Other.Reshares.Single().LastNotification, Is.EqualTo("RESHARE_UNDO"));
        var told = JsonNode.Parse(rig.Other.Peer.RequestsTo("/ocm/notifications")[^1].Text)!;
        Assert.That((told["providerId"]?.ToString(), told["notification"]?["sharedSecret"]?.ToString()), Is.EqualTo((answered.ProviderId, answered.Secret)));
        Assert.That((await rig.ReceivedAsync())!.Reshares, Is.Empty);
    }

    [TestCase("REQUEST_RESHARE")]
    [TestCase("RESHARE_UNDO")]
    [TestCase("RESHARE_CHANGE_PERMISSION")]
    [Property("Requirement", "NOTIF-05")]
    public async Task Wish_OfNextcloud_NeedsTheSecretOfTheShare(string type)
    {
        await using var rig = await LegacyRig.StartAsync(LegacyServerFamily.Nextcloud, OcmPosture.Interoperable);
        await rig.ShareFileAsync();
        var share = rig.Other.Received.Single();

        var without = await PostAsync(rig, type, share.ProviderId, new JsonObject());
        var wrong = await PostAsync(rig, type, share.ProviderId, new JsonObject { ["sharedSecret"] = "guessed" });
        Assert.That(rig.Wishes.All, Is.Empty);
        var right = await PostAsync(rig, type, share.ProviderId, new JsonObject { ["sharedSecret"] = share.Secret, ["permission"] = 3 });

        Assert.That((without, wrong, right), Is.EqualTo((401, 401, 201)));
        Assert.That(rig.Wishes.All.Single().Permissions, Is.EqualTo(new[] { Permission.Read, Permission.Write }));
    }

    [Test]
    [Property("Requirement", "NOTIF-05")]
    public async Task ChangePermission_OfOcis_NeedsTheSecretOfTheShare()
    {
        await using var rig = await LegacyRig.StartAsync(LegacyServerFamily.Ocis, OcmPosture.Interoperable);
        await rig.TakeShareAsync();
        var share = rig.Other.Sent.Single();

        var byGrantee = await PostAsync(rig, "SHARE_CHANGE_PERMISSION", share.ProviderId, Offer(share, secret: null, "read", "write"));
        var guessed = await PostAsync(rig, "SHARE_CHANGE_PERMISSION", share.ProviderId, Offer(share, "guessed", "read", "write"));
        var before = await PermissionsAsync(rig);
        var none = await PostAsync(rig, "SHARE_CHANGE_PERMISSION", share.ProviderId, Offer(share, share.Secret));
        var right = await PostAsync(rig, "SHARE_CHANGE_PERMISSION", share.ProviderId, Offer(share, share.Secret, "read", "write"));

        Assert.That((byGrantee, guessed, none, right), Is.EqualTo((401, 401, 400, 201)));
        Assert.That(before, Is.EqualTo(new[] { Permission.Read }));
        Assert.That(await PermissionsAsync(rig), Is.EqualTo(new[] { Permission.Read, Permission.Write }));
    }

    [Test]
    [Property("Requirement", "NOTIF-07"), Property("Forbidden", "NOTIF-07")]
    public async Task ChangePermission_OfAShareWithTokenExchange_IsNotTakenByItsSecret()
    {
        await using var rig = await LegacyRig.StartAsync(LegacyServerFamily.Stub, OcmPosture.Interoperable);
        await rig.TakeShareAsync();
        var share = rig.Other.Sent.Single();

        Assert.That(await PostAsync(rig, "SHARE_CHANGE_PERMISSION", share.ProviderId, Offer(share, share.Secret, "read", "write")), Is.EqualTo(401));
        Assert.That(await PermissionsAsync(rig), Is.EqualTo(new[] { Permission.Read }));
    }

    [Test]
    public async Task ChangePermission_OfTheRecipientsServer_IsRefused()
    {
        await using var rig = await LegacyRig.StartAsync(LegacyServerFamily.Ocis, OcmPosture.Interoperable);
        await rig.ShareFileAsync();
        var share = rig.Other.Received.Single();

        Assert.That(await PostAsync(rig, "SHARE_CHANGE_PERMISSION", share.ProviderId, Offer(share, share.Secret, "read", "write")), Is.EqualTo(400));
        Assert.That((await rig.SentAsync()).Permissions, Is.EqualTo(new[] { Permission.Read }));
    }

    [Test]
    public async Task ChangePermissions_OfAnEndedShare_FailsAndTellsNobody()
    {
        await using var rig = await LegacyRig.StartAsync(LegacyServerFamily.Ocis, OcmPosture.Interoperable);
        await rig.ShareFileAsync();
        var id = (await rig.SentAsync()).ProviderId;
        await rig.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(id));

        var changed = await rig.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.ChangePermissionsAsync(id, [Permission.Write]));

        Assert.That(changed.Failure?.Kind, Is.EqualTo(OcmFailureKind.Ended));
        Assert.That(rig.Other.Received.Single().LastNotification, Is.EqualTo("SHARE_UNSHARED"));
    }

    private static JsonObject Offer(SimulatedShare share, string? secret, params string[] permissions)
    {
        var webdav = new JsonObject { ["permissions"] = new JsonArray([.. permissions.Select(permission => (JsonNode)permission)]) };
        if (secret is not null)
        {
            webdav["sharedSecret"] = secret;
        }

        return new JsonObject { ["grantee"] = share.Partner, ["protocol"] = new JsonObject { ["name"] = "multi", ["options"] = new JsonObject(), ["webdav"] = webdav } };
    }

    private static async Task<IReadOnlyList<Permission>> PermissionsAsync(LegacyRig rig) => (await rig.ReceivedAsync())!.Protocol.WebDav!.Permissions!;

    private static async Task<int> PostAsync(LegacyRig rig, string type, string providerId, JsonObject parameters)
    {
        var message = new JsonObject { ["notificationType"] = type, ["resourceType"] = "file", ["providerId"] = providerId, ["notification"] = parameters };
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(message.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await Http.PostAsync(new Uri(rig.Server.Origin, "/ocm/notifications"), content);
        return (int)response.StatusCode;
    }
}
