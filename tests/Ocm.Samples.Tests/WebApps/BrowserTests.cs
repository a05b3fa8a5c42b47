using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Samples.Tests.Peer;
using Ocm.Server.Shares;
using Ocm.Testing.Time;

namespace Ocm.Samples.Tests.WebApps;

/// <summary>Bob opens alice's file in her server's editor with a real browser, from his own server.</summary>
[Category("Browser")]
internal sealed class BrowserTests
{
    private const string Token = "input[name=access_token]";

    [Test]
    [Property("Requirement", "ACC-08")]
    [Property("Requirement", "ACC-09")]
    public async Task Open_InATab_ShowsAndSavesAndNeverSeesTheSecret()
    {
        await using var pair = await PeerPair.StartAsync();
        var (id, secret) = await ShareAsync(pair);
        await using var browser = Browser.Start(pair.B.PublicOrigin, "bob", PeerPair.Password);

        await browser.OpenTabAsync(Launch(pair, id, "blank"));
        Assert.That(await browser.ValueAsync("textarea"), Is.EqualTo("as alice wrote it"));
        await browser.FillAsync("textarea", "as bob changed it");
        await browser.ClickAsync("button");
        Assert.That(await browser.ValueAsync("textarea"), Is.EqualTo("as bob changed it"));

        using var file = await pair.Alice.SendAsync("GET", "/files/letter.txt");
        Assert.That(await file.Content.ReadAsStringAsync(), Is.EqualTo("as bob changed it"));
        await DemandSecretUnseenAsync(browser, secret);
    }

    [Test]
    [Property("Requirement", "ACC-08")]
    [Property("Requirement", "ACC-09")]
    public async Task Open_InAFrame_ShowsAndSavesAndNeverSeesTheSecret()
    {
        await using var pair = await PeerPair.StartAsync();
        var (id, secret) = await ShareAsync(pair);
        await using var browser = Browser.Start(pair.B.PublicOrigin, "bob", PeerPair.Password);

        await browser.GoAsync(new Uri(pair.B.PublicOrigin, $"/api/shares/received/{id}/webapp/frame").AbsoluteUri);
        Assert.That(await browser.ValueAsync("textarea", "app"), Is.EqualTo("as alice wrote it"));
        await browser.FillAsync("textarea", "from the frame", "app");
        await browser.ClickAsync("button", "app");
        Assert.That(await browser.ValueAsync("textarea", "app"), Is.EqualTo("from the frame"));

        await DemandSecretUnseenAsync(browser, secret);
    }

    [TestCase("blank", null)]
    [TestCase("iframe", "app")]
    [Property("Requirement", "ACC-12")]
    public async Task Open_SessionEnds_ComesBackWithAFreshTokenByTheReceivingServer(string target, string? frame)
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var pair = await PeerPair.StartAsync(new PeerSettings { Time = time }, new PeerSettings { Time = time });
        var (id, secret) = await ShareAsync(pair);
        await using var browser = Browser.Start(pair.B.PublicOrigin, "bob", PeerPair.Password);
        await browser.GoAsync(frame is null ? Launch(pair, id, target) : new Uri(pair.B.PublicOrigin, $"/api/shares/received/{id}/webapp/frame").AbsoluteUri);
        var first = await browser.ValueAsync(Token, frame);

        time.Advance(TimeSpan.FromMinutes(6));
        await browser.ClickAsync("button", frame);
        var second = await browser.ChangedAsync(Token, first, frame);

        Assert.That(await browser.ValueAsync("textarea", frame), Is.EqualTo("as alice wrote it"));
        var redirects = (await browser.SeenAsync()).Where(item => Text(item, "kind") == "response" && item.GetProperty("status").GetInt32() == 303).ToList();
        Assert.That(redirects, Has.Count.EqualTo(1), "to the way back, and from there with a new form");
        Assert.That(redirects[0].GetRawText(), Does.Not.Contain(first).And.Not.Contain(second).And.Contain("again=1"));
        await DemandSecretUnseenAsync(browser, secret);
    }

    [Test]
    public async Task Open_InAFrameOfAForeignSite_IsRefusedByTheBrowser()
    {
        await using var pair = await PeerPair.StartAsync();
        var (id, _) = await ShareAsync(pair);
        await using var browser = Browser.Start(pair.B.PublicOrigin, "bob", PeerPair.Password);
        await browser.GoAsync(Launch(pair, id, "blank"));
        var token = await browser.ValueAsync(Token);
        var app = new Uri(pair.A.PublicOrigin, $"/app/{await ProviderIdAsync(pair, id)}").AbsoluteUri;

        await browser.ShowForeignAsync("http://foreign.test/", $"""
            <iframe name="app"></iframe>
            <form method="post" target="app" action="{app}"><input name="access_token" value="{token}"></form>
            <script>document.forms[0].submit()</script>
            """);

        await browser.RefusalAsync();
        var seen = await browser.SeenAsync();
        var pages = seen.Where(item => Text(item, "kind") == "page").Select(item => Text(item, "html"));
        Assert.That(pages, Has.None.Contains("as alice wrote it"));
        Assert.That(seen.Count(item => Text(item, "kind") == "request" && Text(item, "url") == app), Is.EqualTo(2), "the foreign site did post the form");
    }

    private static async Task<(string Id, string Secret)> ShareAsync(PeerPair pair)
    {
        await pair.Alice.WriteAsync("letter.txt", "as alice wrote it");
        var sent = await pair.Alice.ShareAsync(201, "letter.txt", pair.Bob.Address, body =>
        {
            body["permissions"] = PeerClient.List("read", "write");
            body["protocols"] = PeerClient.List("webdav", "webapp");
        });
        var id = await pair.Bob.FindReceivedAsync(sent.GetProperty("providerId").GetString()!);
        await pair.Bob.JsonAsync(200, "POST", $"/api/shares/received/{id}/accept");
        await using var scope = pair.B.Services.CreateAsyncScope();
        var share = await scope.ServiceProvider.GetRequiredService<IReceivedShares>().FindAsync(id, "bob");
        return (id, share!.Protocol.WebApp!.SharedSecret.Reveal());
    }

    private static async Task<string> ProviderIdAsync(PeerPair pair, string id) =>
        (await pair.Bob.JsonAsync(200, "GET", $"/api/shares/received/{id}")).GetProperty("providerId").GetString()!;

    private static string Launch(PeerPair pair, string id, string target) =>
        new Uri(pair.B.PublicOrigin, $"/api/shares/received/{id}/webapp?target={target}").AbsoluteUri;

    // Everything that reached the browser, in whatever way; that the token is in it shows that the record is one.
    private static async Task DemandSecretUnseenAsync(Browser browser, string secret)
    {
        var seen = await browser.SeenAsync();
        var record = string.Join('\n', seen.Select(item => item.GetRawText()));
        var token = seen.First(item => Text(item, "kind") == "request" && Text(item, "method") == "POST").GetProperty("body").GetString()!.Split('&')[0].Split('=')[1];
        Assert.That(record, Does.Not.Contain(secret));
        Assert.That(seen.Count(item => item.GetRawText().Contains(token, StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(2), "in the form and on its way");
        var addresses = seen.Where(item => item.TryGetProperty("url", out _)).Select(item => Text(item, "url"));
        Assert.That(addresses, Has.None.Contains(token), "the token stands in no address");
        Assert.That(Unreadable(seen), Is.Empty, "everything was recorded");
    }

    private static IEnumerable<string> Unreadable(IEnumerable<JsonElement> seen) => seen
        .Where(item => Text(item, "kind") == "unreadable" || (Text(item, "kind") == "page" && Text(item, "html") is null))
        .Select(item => item.GetRawText());

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;
}
