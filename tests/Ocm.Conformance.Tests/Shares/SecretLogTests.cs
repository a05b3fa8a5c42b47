using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ocm.Client.Tests.Http;
using Ocm.Conformance.Rig;
using Ocm.Server.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Shares;

/// <summary>The secrets of shares stay out of what is logged and of every URI, whatever happens to them.</summary>
internal sealed class SecretLogTests
{
    private const string Received = "a-secret-of-the-fake-peer";
    private const string Misplaced = "a-secret-in-a-wrong-place";

    [Test]
    [Property("Requirement", "SHARE-14"), Property("Forbidden", "SHARE-14")]
    public async Task Share_SentReceivedOpenedAndRefused_ItsSecretsAreInNoLogAndNoUri()
    {
        using var log = new CapturedLog();
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            LoggerProvider = log,
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().Services.Configure<LoggerFilterOptions>(filter => filter.MinLevel = LogLevel.Trace),
        });

        var (sent, token) = await SendAndOpenAsync(test);
        await ReceiveAndOpenAsync(test);
        await ReceiveMisplacedAsync(test);

        string[] secrets = [sent, token, Received, Misplaced, "a-token-of-the-fake-peer"];
        foreach (var secret in secrets)
        {
            Assert.That(log.Entries.Where(entry => entry.Text.Contains(secret, StringComparison.Ordinal)), Is.Empty);
            Assert.That(test.Peer.Requests.Select(request => request.TargetUri), Has.None.Contains(secret));
        }

        Assert.That(log.Entries.Where(entry => entry.Category.StartsWith("Ocm.", StringComparison.Ordinal)), Is.Not.Empty, "something is logged");
    }

    private static async Task<(string Secret, string Token)> SendAndOpenAsync(ServerAndPeer test)
    {
        await test.CreatedAsync();
        var webdav = test.SentToPeer().Single().GetProperty("protocol").GetProperty("webdav");
        var secret = webdav.GetProperty("sharedSecret").GetString()!;
        Assert.That(webdav.GetProperty("uri").GetString(), Does.Not.Contain(secret));

        var exchanged = await test.PostAsync(
            "/ocm/token", $"grant_type=authorization_code&client_id={Uri.EscapeDataString(test.Peer.Host.Value)}&code={secret}", "application/x-www-form-urlencoded");
        var token = exchanged.Json.GetProperty("access_token").GetString()!;
        foreach (var (credential, status) in new[] { (token, 200), (secret, 401) })
        {
            var opened = await test.GetAsync(new Uri(webdav.GetProperty("uri").GetString()!).AbsolutePath, request => request.Headers.Authorization = new("Bearer", credential));
            Assert.That(opened.Status, Is.EqualTo(status));
        }

        return (secret, token);
    }

    private static async Task ReceiveAndOpenAsync(ServerAndPeer test)
    {
        test.Peer.Answer("/dav/id-1", FakePeerAnswer.Status(500));
        Assert.That((await test.PostAsync("/ocm/shares", test.Share())).Status, Is.EqualTo(201));
        var listed = await test.Server.WithAsync<IReceivedShares, bool>(async shares =>
        {
            var id = (await shares.ListAsync("marie"))[0].Id;
            await shares.AcceptAsync(id, "marie");
            return (await (await shares.OpenAsync(id, "marie")).Value!.ListAsync()).IsSuccess;
        });
        Assert.That(listed, Is.False, "a failure is logged too");
        Assert.That(test.Peer.RequestsTo("/ocm/token").Single().Text, Does.Contain(Received));
    }

    private static async Task ReceiveMisplacedAsync(ServerAndPeer test)
    {
        var share = test.Share();
        share["providerId"] = "id-2";
        share["protocol"]!["webdav"]!["sharedSecret"] = Misplaced;
        share["protocol"]!["webdav"]!["uri"] = $"{test.Peer.Origin}/dav/{Misplaced}";

        var answer = await test.PostAsync("/ocm/shares", share);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Body, Does.Not.Contain(Misplaced));
    }
}
