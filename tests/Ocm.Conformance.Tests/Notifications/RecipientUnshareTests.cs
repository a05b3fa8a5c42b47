using System.Text.Json;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Conformance.Notifications;

/// <summary>SHARE_UNSHARED of the recipient's server means what SHARE_DECLINED means, whether or not the share was accepted.</summary>
internal sealed class RecipientUnshareTests
{
    private const string Path = "/ocm/notifications";
    private const string Form = "application/x-www-form-urlencoded";

    [TestCase("SHARE_ACCEPTED", "SHARE_UNSHARED")]
    [TestCase("SHARE_UNSHARED")]
    [TestCase("SHARE_ACCEPTED", "SHARE_DECLINED")]
    [TestCase("SHARE_DECLINED")]
    [Property("Requirement", "NOTIF-06")]
    [Property("Requirement", "TOK-12"), Property("Forbidden", "TOK-12")]
    public async Task Notifications_OfTheRecipientsServer_EndAsDeclinedAndNothingOpens(params string[] types)
    {
        await using var test = await PeerAndServer.StartAsync();
        var (share, secret) = await test.ShareWithPeerAsync();
        var resource = $"/dav/ocm/{share.ProviderId}";
        var token = (await ExchangeAsync(test, secret)).Json.GetProperty("access_token").GetString()!;
        Assert.That((await test.GetAsync(resource, token)).Status, Is.EqualTo(200));

        foreach (var type in types)
        {
            Assert.That((await test.PostAsync(Path, Notification(type, share))).Status, Is.EqualTo(201));
        }

        Assert.That(await StatusAsync(test, share), Is.EqualTo(SentShareStatus.Declined));
        Assert.That((await test.GetAsync(resource, token)).Status, Is.EqualTo(401), "the token is dead");
        var again = await ExchangeAsync(test, secret);
        Assert.That((again.Status, again.Json.GetProperty("error").GetString()), Is.EqualTo((400, "invalid_grant")));
    }

    [TestCase("SHARE_DECLINED")]
    [TestCase("SHARE_UNSHARED")]
    [Property("Requirement", "NOTIF-06"), Property("Forbidden", "NOTIF-06")]
    public async Task Accepted_AfterItWasDeclinedOrUnshared_DoesNotBringItBack(string end)
    {
        await using var test = await PeerAndServer.StartAsync();
        var (share, secret) = await test.ShareWithPeerAsync();
        await test.PostAsync(Path, Notification("SHARE_ACCEPTED", share));
        await test.PostAsync(Path, Notification(end, share));

        await test.PostAsync(Path, Notification("SHARE_ACCEPTED", share));

        Assert.That(await StatusAsync(test, share), Is.EqualTo(SentShareStatus.Declined));
        Assert.That((await ExchangeAsync(test, secret)).Json.GetProperty("error").GetString(), Is.EqualTo("invalid_grant"));
    }

    [Test]
    [Property("Requirement", "NOTIF-06"), Property("Forbidden", "NOTIF-06")]
    public async Task Unshared_NotSigned_ChangesNothing()
    {
        await using var test = await PeerAndServer.StartAsync();
        var (share, secret) = await test.ShareWithPeerAsync();
        await test.PostAsync(Path, Notification("SHARE_ACCEPTED", share));

        var answer = await test.PostUnsignedAsync(Path, Notification("SHARE_UNSHARED", share));

        Assert.That(answer.Status, Is.EqualTo(401));
        Assert.That(await StatusAsync(test, share), Is.EqualTo(SentShareStatus.Accepted));
        Assert.That((await ExchangeAsync(test, secret)).Status, Is.EqualTo(200));
    }

    private static string Notification(string type, SentShare share) => JsonSerializer.Serialize(
        new Dictionary<string, string> { ["notificationType"] = type, ["resourceType"] = "file", ["providerId"] = share.ProviderId });

    private static Task<PeerAndServer.Answer> ExchangeAsync(PeerAndServer test, string secret) => test.PostAsync(
        "/ocm/token", $"grant_type=authorization_code&client_id={Uri.EscapeDataString(test.Peer.Host.Value)}&code={Uri.EscapeDataString(secret)}", Form);

    private static async Task<SentShareStatus> StatusAsync(PeerAndServer test, SentShare share) =>
        (await test.Server.WithAsync<ISentShares, SentShare?>(shares => shares.FindAsync(share.ProviderId)))!.Status;
}
