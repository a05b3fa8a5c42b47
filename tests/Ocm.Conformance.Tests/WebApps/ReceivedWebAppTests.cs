using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Access;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.WebApps;

/// <summary>A web application that a peer shares: what reaches the browser, and what never does.</summary>
internal sealed class ReceivedWebAppTests
{
    private const string Secret = "a-secret-of-the-fake-peer";

    [Test]
    [Property("Requirement", "ACC-08")]
    [Property("Requirement", "ACC-09")]
    public async Task Open_OfAPeer_IsAFormWithTheTokenAndTheWayBackAndWithoutTheSecret()
    {
        await using var test = await StartAsync();

        var launch = (await OpenAsync(test, "/shares/1/open")).Value!;

        Assert.That(launch.Action.ToString(), Is.EqualTo($"{test.Peer.Origin}/app/1"));
        Assert.That(launch.ToForm(), Is.EquivalentTo(new Dictionary<string, string>
        {
            ["access_token"] = "a-token-of-the-fake-peer",
            ["expired_session_redirect_uri"] = $"{test.Server.Origin}shares/1/open",
        }));
        Assert.That(test.Peer.RequestsTo("/ocm/token").Single().Text, Does.Contain($"code={Secret}"));
    }

    [TestCase(400)]
    [TestCase(404)]
    [TestCase(500)]
    [Property("Requirement", "ACC-09"), Property("Forbidden", "ACC-09")]
    public async Task Open_ExchangeFails_NothingReachesTheBrowser(int status)
    {
        await using var test = await StartAsync();
        test.Peer.Answer("/ocm/token", FakePeerAnswer.Json("""{"error":"invalid_grant"}""", status));

        var opened = await OpenAsync(test, "/shares/1/open");

        Assert.That(opened.IsSuccess, Is.False);
        Assert.That(opened.Failure?.ToString(), Does.Not.Contain(Secret));
    }

    [TestCase("javascript:alert(1)")]
    [TestCase("ftp://localhost/open")]
    [TestCase("https://user@localhost/open")]
    [Property("Requirement", "ACC-09"), Property("Forbidden", "ACC-09")]
    public async Task Open_WayBackIsNoHttpsUri_IsAMistakeOfTheCallerAndNothingIsExchanged(string wayBack)
    {
        await using var test = await StartAsync();

        Assert.That(async () => await OpenAsync(test, wayBack), Throws.ArgumentException);
        Assert.That(test.Peer.RequestsTo("/ocm/token"), Is.Empty);
    }

    [TestCase("blank")]
    [TestCase("popup")]
    [Property("Requirement", "ACC-08"), Property("Forbidden", "ACC-08")]
    public async Task Shares_NoTargetInCommon_Is501AndNothingStored(string target)
    {
        await using var test = await StartAsync();

        var answer = await test.PostAsync("/ocm/shares", Share(test, target));

        Assert.That(answer.Status, Is.EqualTo(501), answer.Body);
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    private static Task<ServerAndPeer> StartAsync() => ServerAndPeer.StartAsync(new OcmTestServerSettings
    {
        Register = ocm => ocm.AddWebDav().AddWebApp(app => app.ReceiveTargets.Add(WebAppTarget.Iframe)).AddUserDirectory<TestUsers>().AddInMemoryStores(),
    });

    private static JsonObject Share(ServerAndPeer test, string target)
    {
        var share = test.Share();
        share["protocol"] = new JsonObject
        {
            ["name"] = "multi",
            ["webapp"] = new JsonObject
            {
                ["uri"] = $"{test.Peer.Origin}/app/1",
                ["sharedSecret"] = Secret,
                ["targets"] = new JsonArray(target),
                ["permissions"] = new JsonArray("view"),
                ["requirements"] = new JsonArray("must-exchange-token"),
            },
        };
        return share;
    }

    private static async Task<OcmResult<WebAppLaunch>> OpenAsync(ServerAndPeer test, string wayBack)
    {
        Assert.That((await test.PostAsync("/ocm/shares", Share(test, "iframe"))).Status, Is.EqualTo(201));
        var id = (await test.ReceivedAsync()).Single().Id;
        return await test.Server.WithAsync<IReceivedShares, OcmResult<WebAppLaunch>>(async shares =>
        {
            await shares.AcceptAsync(id, "marie");
            return await shares.OpenWebAppAsync(id, "marie", new WebAppOpening { ExpiredSessionRedirectUri = wayBack });
        });
    }
}
