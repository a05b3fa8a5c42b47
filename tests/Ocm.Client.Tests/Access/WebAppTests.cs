using Ocm.Client.Access;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Client.Tests.Access;

/// <summary>Opening a share's web application: the secret stays here, the token goes by POST.</summary>
public sealed class WebAppTests
{
    private const string App = "https://app.test:8443/open?x=1&y=2";

    private static readonly WebAppLaunchRequest Request = new()
    {
        SupportedTargets = [WebAppTarget.Blank, WebAppTarget.Iframe],
        ExpiredSessionRedirectUri = new Uri("https://receiver.test/reopen?share=1&x=\"<>"),
    };

    [TestCase("blank,iframe", "iframe,blank", "blank")]
    [TestCase("iframe,blank", "blank,iframe", "iframe")]
    [TestCase("blank,iframe", "iframe", "iframe")]
    [TestCase("blank", "popup,blank", "blank")]
    [TestCase("blank", "iframe", null)]
    [TestCase("blank", "Blank", null)]
    [TestCase("", "blank", null)]
    [Property("Requirement", "ACC-08")]
    public async Task OpenWebApp_Target_IsFromTheIntersectionInOurOrder(string supported, string offered, string? expected)
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var request = Request with { SupportedTargets = [.. supported.Split(',').Where(t => t.Length > 0).Select(t => new WebAppTarget(t))] };

        var result = await receiver.TryOpenWebAppAsync(TestShares.WebApp(sender.Host, App, offered.Split(',')), request);

        Assert.That(result.Value?.Target.Value, Is.EqualTo(expected));
        Assert.That(result.Failure?.Rule, Is.EqualTo(expected is null ? "ACC-08" : null));
        Assert.That(sender.Exchanges, Is.EqualTo(expected is null ? 0 : 1), "nothing is exchanged for an application that cannot be opened");
    }

    [Test]
    [Property("Requirement", "ACC-09")]
    public async Task OpenWebApp_Form_HoldsTheTokenAndNeverTheSecret()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();

        var launch = (await receiver.TryOpenWebAppAsync(TestShares.WebApp(sender.Host, App, ["blank"]), Request)).Must();
        var page = launch.ToPage();

        Assert.That(launch.Action.OriginalString, Is.EqualTo(App));
        Assert.That(launch.ToForm(), Is.EqualTo(new KeyValuePair<string, string>[]
        {
            new("access_token", "accessToken1"), new("expired_session_redirect_uri", "https://receiver.test/reopen?share=1&x=\"<>"),
        }));
        Assert.That(page.Html, Does.Contain("name=\"access_token\" value=\"accessToken1\""));
        Assert.That(page.Html, Does.Contain("action=\"https://app.test:8443/open?x=1&amp;y=2\""));
        Assert.That(page.Html, Does.Contain("value=\"https://receiver.test/reopen?share=1&amp;x=&quot;&lt;&gt;\""));
        Assert.That(page.Html, Does.Contain("method=\"post\"").And.Not.Contain(SendingServer.Secret));
        Assert.That(launch.IsOnSendingServer, Is.False);
        Assert.That($"{launch} {page}", Does.Not.Contain("accessToken1"));
    }

    [TestCase("blank", "'none'")]
    [TestCase("iframe", "'self'")]
    public async Task ToPage_Policy_AllowsOnlyTheFormAndItsScript(string target, string ancestors)
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var launch = (await receiver.TryOpenWebAppAsync(TestShares.WebApp(sender.Host, App, [target]), Request)).Must();

        var page = launch.ToPage();
        var headers = page.Headers.ToDictionary(h => h.Key, h => h.Value, StringComparer.Ordinal);

        var policy = headers["Content-Security-Policy"];
        var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
        Assert.That(policy, Is.EqualTo(
            $"default-src 'none'; script-src 'nonce-{nonce}'; form-action https://app.test:8443 https://receiver.test; frame-ancestors {ancestors}; base-uri 'none'"));
        Assert.That(System.Net.WebUtility.HtmlDecode(page.Html), Does.Contain($"<script nonce=\"{nonce}\">"));
        Assert.That(Convert.FromBase64String(nonce), Has.Length.EqualTo(16));
        Assert.That(launch.ToPage().Html, Does.Not.Contain(nonce), "each page has its own");
        Assert.That((headers["Cache-Control"], headers["Referrer-Policy"], headers["X-Content-Type-Options"]), Is.EqualTo(
            ("no-store", "no-referrer", "nosniff")));
    }

    [TestCase("https://app.test/root/", "a b/c", "https://app.test/root/a%20b/c")]
    [TestCase("https://app.test/root", "", "https://app.test/root")]
    [TestCase("https://app.test/root?x=1", "a", "https://app.test/root/a?x=1")]
    [Property("Requirement", "SHARE-17")]
    public async Task OpenWebApp_PathInAFolder_IsAppended(string uri, string path, string expected)
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();

        var launch = (await receiver.TryOpenWebAppAsync(TestShares.WebApp(sender.Host, uri, ["blank"]), Request with { Path = path })).Must();

        Assert.That(launch.Action.AbsoluteUri, Is.EqualTo(expected));
    }

    [TestCase("http://app.test/open")]
    [TestCase("https://user:pass@app.test/open")]
    [TestCase("https://app.test/a/../b")]
    [TestCase("javascript:alert(1)")]
    [TestCase("javascript://app.test/%0aalert(1)")]
    [TestCase("data://app.test/x")]
    [TestCase("/relative")]
    [TestCase("//app.test/x")]
    [TestCase("https://app.test/open#frag")]
    public async Task OpenWebApp_UnusableUri_InvalidResponse(string uri)
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver(configureHttp: o => o.AllowHttp = false);

        var failure = (await receiver.TryOpenWebAppAsync(TestShares.WebApp(sender.Host, uri, ["blank"]), Request)).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(sender.Seen, Is.Empty);
    }

    [Test]
    public async Task OpenWebApp_ExchangeRefused_NoFallBackToTheSecret()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Token = c =>
        {
            c.Response.StatusCode = 400;
            return Task.CompletedTask;
        };
        await using var receiver = new Receiver();

        Assert.That((await receiver.TryOpenWebAppAsync(TestShares.WebApp(sender.Host, App, ["blank"]), Request)).IsSuccess, Is.False);
    }

    [Test]
    [Property("Requirement", "ACC-07")]
    public async Task OpenWebApp_GateAndOffer_AreCheckedFirst()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var share = TestShares.WebApp(sender.Host, App, ["blank"]);
        var strict = TestShares.WebApp(sender.Host, App, ["blank"], "must-use-mfa");

        Assert.That((await receiver.TryOpenWebAppAsync(strict, Request)).MustFail().Kind, Is.EqualTo(OcmFailureKind.MfaRequired));
        Assert.That((await receiver.TryOpenWebAppAsync(share with { Status = ReceivedShareStatus.Unshared }, Request)).MustFail().Kind, Is.EqualTo(OcmFailureKind.Ended));
        Assert.That((await receiver.TryOpenWebAppAsync(TestShares.WebDav(sender.Host), Request)).MustFail().Kind, Is.EqualTo(OcmFailureKind.NotSupported));
        Assert.That((await receiver.TryOpenWebAppAsync(share, Request with { Path = "../x" })).MustFail().Kind, Is.EqualTo(OcmFailureKind.Invalid));
        Assert.That(sender.Seen, Is.Empty);
        Assert.That((await receiver.TryOpenWebAppAsync(strict, Request, Receiver.Einstein with { HasSecondFactor = true })).IsSuccess, Is.True);
    }

    [TestCase("http://receiver.test/x")]
    [TestCase("https://user@receiver.test/x")]
    [TestCase("/x")]
    public async Task OpenWebApp_RedirectUriNotOurs_Throws(string uri)
    {
        await using var receiver = new Receiver(configureHttp: o => o.AllowHttp = false);
        var share = TestShares.WebApp("sender.test", App, ["blank"]);

        Assert.That(
            async () => await receiver.TryOpenWebAppAsync(share, Request with { ExpiredSessionRedirectUri = new Uri(uri, UriKind.RelativeOrAbsolute) }),
            Throws.ArgumentException);
    }
}
