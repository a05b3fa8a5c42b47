using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Conformance.Rig;
using Ocm.Peers;
using Ocm.Server;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Notifications;

/// <summary>What each registered type does to the share, from which side it may come, and how the rest is answered.</summary>
internal sealed class NotificationTypeTests
{
    private const string Path = "/ocm/notifications";

    [TestCase("SHARE_ACCEPTED", SentShareStatus.Accepted)]
    [TestCase("SHARE_DECLINED", SentShareStatus.Declined)]
    [TestCase("SHARE_UNSHARED", SentShareStatus.Declined)]
    [Property("Requirement", "NOTIF-02")]
    [Property("Requirement", "NOTIF-05")]
    [Property("Requirement", "NOTIF-10")]
    public async Task Notification_OfTheRecipientsServer_IsWhatTheShareBecomes(string type, SentShareStatus status)
    {
        await using var test = await ServerAndPeer.StartAsync();
        var sent = await test.CreatedAsync();

        var answer = await test.PostAsync(Path, Message(type, sent.ProviderId));

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That((await SentAsync(test, sent)).Status, Is.EqualTo(status));
    }

    [TestCase("REQUEST_RESHARE")]
    [TestCase("RESHARE_UNDO")]
    [TestCase("RESHARE_CHANGE_PERMISSION")]
    [TestCase("SHARE_CHANGE_PERMISSION")]
    [TestCase("EXAMPLE_GREETING")]
    [TestCase("share_unshared")]
    [Property("Requirement", "NOTIF-02"), Property("Forbidden", "NOTIF-02")]
    public async Task Notification_OfATypeThatNothingHandles_Is400AndNamesTheType(string type)
    {
        await using var test = await ServerAndPeer.StartAsync();
        var sent = await test.CreatedAsync();
        await test.PostAsync("/ocm/shares", test.Share());

        foreach (var providerId in new[] { sent.ProviderId, "id-1" })
        {
            var answer = await test.PostAsync(Path, Message(type, providerId));

            Assert.That(answer.Status, Is.EqualTo(400), answer.Body);
            Assert.That(answer.WrongFields, Is.EqualTo(new[] { "notificationType" }));
        }

        Assert.That((await SentAsync(test, sent)).Version, Is.EqualTo(sent.Version));
        Assert.That((await test.ReceivedAsync()).Single().Status, Is.EqualTo(ReceivedShareStatus.Pending));
    }

    [TestCase("SHARE_ACCEPTED")]
    [TestCase("SHARE_DECLINED")]
    [Property("Requirement", "NOTIF-02"), Property("Forbidden", "NOTIF-02")]
    public async Task Notification_OfTheSendersServerThatOnlyTheRecipientsMaySend_Is400AndNamesTheType(string type)
    {
        await using var test = await ServerAndPeer.StartAsync();
        await test.PostAsync("/ocm/shares", test.Share());

        var answer = await test.PostAsync(Path, Message(type, "id-1"));

        Assert.That(answer.Status, Is.EqualTo(400), answer.Body);
        Assert.That(answer.WrongFields, Is.EqualTo(new[] { "notificationType" }));
        Assert.That((await test.ReceivedAsync()).Single().Status, Is.EqualTo(ReceivedShareStatus.Pending));
    }

    [TestCase("no notificationType", 400)]
    [TestCase("unsigned", 401)]
    [TestCase("an unknown share", 401)]
    [TestCase("a server that is not trusted any more", 403)]
    [TestCase("OCM is switched off", 503)]
    [Property("Requirement", "NOTIF-10"), Property("Forbidden", "NOTIF-10")]
    public async Task Notification_Refused_IsAnsweredAsDocumentedAndChangesNothing(string what, int status)
    {
        var trust = new Trust();
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().Services.AddSingleton<ITrustPolicy>(trust),
        });
        var sent = await test.CreatedAsync();
        test.Server.Services.GetRequiredService<IOptions<OcmServerOptions>>().Value.Enabled = what != "OCM is switched off";
        trust.IsWithdrawn = what == "a server that is not trusted any more";
        var message = Message("SHARE_DECLINED", what == "an unknown share" ? "another" : sent.ProviderId);
        if (what == "no notificationType")
        {
            message.Remove("notificationType");
        }

        var answer = what == "unsigned" ? await test.PostUnsignedAsync(Path, message.ToJsonString()) : await test.PostAsync(Path, message);

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        Assert.That(answer.Json.GetProperty("message").GetString(), Is.Not.Empty);
        Assert.That(answer.Headers.RetryAfter is not null, Is.EqualTo(status == 503));
        Assert.That((await SentAsync(test, sent)).Status, Is.EqualTo(SentShareStatus.Sent));
    }

    private static JsonObject Message(string type, string providerId) => new() { ["notificationType"] = type, ["resourceType"] = "file", ["providerId"] = providerId };

    private static async Task<SentShare> SentAsync(ServerAndPeer test, SentShare share) =>
        (await test.Server.WithAsync<ISentShares, SentShare?>(shares => shares.FindAsync(share.ProviderId)))!;

    private sealed class Trust : ITrustPolicy
    {
        public bool IsWithdrawn { get; set; }

        public ValueTask<TrustVerdict> EvaluateAsync(TrustQuestion question, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(IsWithdrawn ? TrustVerdict.Refused("Not any more.") : TrustVerdict.Trusted("Still."));
    }
}
