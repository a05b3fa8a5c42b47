using Microsoft.Extensions.DependencyInjection;
using Ocm.Errors;
using Ocm.Parties;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.Pipeline;

internal sealed class BadInputTests
{
    private static readonly string[] JsonEndpoints = ["/ocm/shares", "/ocm/notifications", "/ocm/invite-accepted", "/ocm/request-share"];

    [TestCaseSource(nameof(JsonEndpoints))]
    public async Task Endpoint_BodyOverTheLimit_Is413(string path)
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Options = options => options.MaxRequestBytes = 2048 });

        var answer = await test.PostUnsignedAsync(path, new string(' ', 2049));

        Assert.That(answer.Status, Is.EqualTo(413));
        Assert.That(answer.Json.GetProperty("message").GetString(), Does.Contain("2048"));
    }

    [TestCaseSource(nameof(JsonEndpoints))]
    public async Task Endpoint_OtherContentType_Is415(string path)
    {
        await using var test = await PeerAndServer.StartAsync();

        Assert.That((await test.PostUnsignedAsync(path, "{}", "text/plain")).Status, Is.EqualTo(415));
        Assert.That((await test.PostUnsignedAsync(path, "{}", "application/json; charset=latin1")).Status, Is.EqualTo(415));
    }

    [TestCase("/ocm/shares", "POST")]
    [TestCase("/ocm/notifications", "POST")]
    [TestCase("/ocm/invite-accepted", "POST")]
    [TestCase("/ocm/request-share", "POST")]
    [TestCase("/ocm/token", "POST")]
    [TestCase("/.well-known/ocm", "GET, HEAD")]
    [TestCase("/ocm/jwks", "GET, HEAD")]
    public async Task Endpoint_OtherMethod_Is405WithAllow(string path, string allow)
    {
        await using var test = await PeerAndServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Delete, test.Uri(path));

        var answer = await test.SendAsync(request);

        Assert.That(answer.Status, Is.EqualTo(405));
        Assert.That(string.Join(", ", answer.ContentHeaders.Allow), Is.EqualTo(allow));
        Assert.That(answer.Json.GetProperty("message").GetString(), Is.Not.Empty);
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{\"sender\":\"a@b\",\"sender\":\"c@d\"}")]
    [TestCase("{\"a\":\"\\ud800\"} trailing")]
    [TestCase("\u0000")]
    [Property("Requirement", "SHARE-22")]
    public async Task Shares_BrokenJson_Is400WithValidationErrors(string body)
    {
        await using var test = await PeerAndServer.StartAsync();

        var answer = await test.PostUnsignedAsync("/ocm/shares", body);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.WrongFields, Is.Not.Empty);
    }

    [Test]
    [Property("Requirement", "SHARE-22")]
    public async Task Shares_FiveMistakes_AreReportedAtOnce()
    {
        await using var test = await PeerAndServer.StartAsync();
        var body = test.ShareJson(share =>
        {
            share["name"] = "";
            share["shareType"] = 7;
            share["expiration"] = "tomorrow";
            share.Remove("resourceType");
            share["protocol"] = new Dictionary<string, object?> { ["webdav"] = new { sharedSecret = "s", permissions = new[] { "read" } } };
        });

        var answer = await test.PostAsync("/ocm/shares", body);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.WrongFields, Is.EquivalentTo(["name", "shareType", "expiration", "resourceType", "protocol.webdav.uri"]));
    }

    [TestCase("/ocm/shares", "sender")]
    [TestCase("/ocm/notifications", "providerId")]
    [TestCase("/ocm/invite-accepted", "recipientProvider")]
    [TestCase("/ocm/request-share", "shareWith")]
    [Property("Requirement", "SHARE-22")]
    public async Task Endpoint_NamesNoServer_Is400BeforeTheSignature(string path, string field)
    {
        await using var test = await PeerAndServer.StartAsync();

        var answer = await test.PostUnsignedAsync(path, "{}");

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.WrongFields, Does.Contain(field));
    }

    [TestCase("/ocm/shares")]
    [TestCase("/ocm/token")]
    [Property("Requirement", "DISC-19")]
    public async Task Endpoint_OcmSwitchedOff_Is503WithRetryAfter(string path)
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Options = options => options.Enabled = false });

        var answer = await test.PostUnsignedAsync(path, "{}");
        var discovery = await test.GetAsync("/.well-known/ocm");

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
        Assert.That(discovery.Json.GetProperty("enabled").GetBoolean(), Is.False);
    }

    [TestCase(typeof(FailingUsers))]
    [TestCase(typeof(UnavailableUsers))]
    [Property("Requirement", "SHARE-24")]
    public async Task Shares_VendorCodeThrows_Is503AndTellsNothing(Type users)
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm =>
            {
                ocm.AddWebDav().AddInMemoryStores();
                _ = users == typeof(FailingUsers) ? ocm.AddUserDirectory<FailingUsers>() : ocm.AddUserDirectory<UnavailableUsers>();
            },
        });

        var answer = await test.PostAsync("/ocm/shares", test.ShareJson());

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
        Assert.That(answer.Body, Does.Not.Contain("vendor's secret"));
    }

    private sealed class FailingUsers : IUserDirectory
    {
        public ValueTask<Party?> FindUserAsync(string identifier, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("a vendor's secret");
    }

    private sealed class UnavailableUsers : IUserDirectory
    {
        public ValueTask<Party?> FindUserAsync(string identifier, CancellationToken cancellationToken = default) =>
            throw new StoreUnavailableException("a vendor's secret");
    }
}
