using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ocm.Client.Directories;
using Ocm.Directories;
using Ocm.HttpSignatures.Keys;
using Ocm.Samples.Peer;
using Ocm.Testing.Peers;
using DirectoryServiceOptions = Ocm.Samples.Peer.Configuration.DirectoryServiceOptions;

namespace Ocm.Samples.Tests.Peer;

/// <summary>The where-are-you-from page and the page on which an invite is accepted, as a browser sees them.</summary>
internal sealed partial class InvitePageTests
{
    private const string Hostile = "\"><script>alert(1)</script><b o='";

    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    [TearDown]
    public void CloseBrowser() => _browser.Dispose();

    [Test]
    [Property("Requirement", "INV-07")]
    [Property("Requirement", "INV-11")]
    [Property("Requirement", "DIR-03")]
    public async Task Invite_ByItsLink_IsAcceptedThroughBothPages()
    {
        await using var pair = await PeerPair.StartAsync();
        var invite = await pair.Alice.JsonAsync(201, "POST", "/api/invites");
        var link = invite.GetProperty("link").GetString()!;
        Assert.That(link, Is.EqualTo($"{pair.A.PublicOrigin.GetLeftPart(UriPartial.Authority)}/wayf?token={invite.GetProperty("token").GetString()}"));

        var wayf = await PageAsync(200, await _browser.GetAsync(link));
        Assert.That(wayf, Does.Contain("Alice Adams").And.Contain(invite.GetProperty("inviteString").GetString()!));
        using var chosen = await PostAsync(new Uri(pair.A.PublicOrigin, "/wayf"), ("token", Hidden(wayf, "token")), ("listed", ""), ("server", pair.B.PublicOrigin.Authority));
        Assert.That(chosen.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        var dialog = chosen.Headers.Location!;
        Assert.That(dialog.AbsoluteUri, Is.EqualTo(
            $"{pair.B.PublicOrigin.GetLeftPart(UriPartial.Authority)}/invite/accept?token={invite.GetProperty("token").GetString()}&providerDomain={Uri.EscapeDataString(pair.A.PublicOrigin.Authority)}"));

        using var anonymous = await _browser.GetAsync(dialog);
        Assert.That((int)anonymous.StatusCode, Is.EqualTo(401));
        Assert.That(anonymous.Headers.WwwAuthenticate.Single().Scheme, Is.EqualTo("Basic"));
        var form = await PageAsync(200, await pair.Bob.Http.GetAsync(dialog));
        Assert.That(form, Does.Contain(pair.A.PublicOrigin.Authority));
        var accepted = await PageAsync(200, await SubmitAsync(pair.Bob, pair.B, form));

        Assert.That(accepted, Does.Contain("Alice Adams").And.Contain(pair.Alice.Address));
        Assert.That((await pair.Bob.JsonAsync(200, "GET", "/api/contacts")).EnumerateArray().Single().GetProperty("address").GetString(), Is.EqualTo(pair.Alice.Address));
        await PageAsync(404, await _browser.GetAsync(link));
        await PageAsync(502, await SubmitAsync(pair.Bob, pair.B, form));
    }

    [Test]
    [Property("Requirement", "INV-07")]
    public async Task Discovery_OfASampleServer_NamesBothPages()
    {
        await using var pair = await PeerPair.StartAsync();
        var document = await pair.Alice.JsonAsync(200, "GET", "/.well-known/ocm");
        Assert.That(document.GetProperty("inviteAcceptDialog").GetString(), Is.EqualTo("/invite/accept"));
        Assert.That(document.GetProperty("capabilities").EnumerateArray().Select(capability => capability.GetString()), Does.Contain("invite-wayf").And.Contain("invites"));
    }

    [Test]
    [Property("Requirement", "INV-07")]
    public async Task Accept_LinkAtTheApi_Works()
    {
        await using var pair = await PeerPair.StartAsync();
        var link = (await pair.Alice.JsonAsync(201, "POST", "/api/invites")).GetProperty("link").GetString();
        var contact = await pair.Bob.JsonAsync(200, "POST", "/api/invites/accept", new JsonObject { ["inviteString"] = link });
        Assert.That(contact.GetProperty("address").GetString(), Is.EqualTo(pair.Alice.Address));
    }

    [Test]
    [Property("Requirement", "INV-11")]
    [Property("Requirement", "DIR-03")]
    public async Task Wayf_DirectoryServices_AreUnitedAndTheirNamesAreHarmless()
    {
        await using var one = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        await using var other = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        var services = new[]
        {
            await PublishAsync(one, ("https://b.example", "Beta"), ("https://evil.example", Hostile), ("https://turned.example", "gro\u202E.live")),
            await PublishAsync(other, ("https://a.example:8443", "alpha & omega"), ("https://b.example", "Beta again")),
        };
        await using var pair = await PeerPair.StartAsync(new PeerSettings { DirectoryServices = services, DisplayName = Hostile });
        var invite = await pair.Alice.JsonAsync(201, "POST", "/api/invites");

        var page = await PageAsync(200, await _browser.GetAsync(invite.GetProperty("link").GetString()));

        Assert.That(Options().Matches(page).Select(match => match.Groups[1].Value), Is.EquivalentTo(new[] { "", "a.example:8443", "b.example", "evil.example", "turned.example" }));
        Assert.That(page, Does.Not.Contain("<script").And.Not.Contain("<b o=").And.Not.Contain("\u202E").And.Not.Contain("202E"));
        Assert.That(page, Does.Contain("alpha &amp; omega"));
    }

    [Test]
    public async Task Pages_AllowNothingButTheirOwnForms()
    {
        await using var pair = await PeerPair.StartAsync();
        var invite = await pair.Alice.JsonAsync(201, "POST", "/api/invites");
        using var wayf = await _browser.GetAsync(invite.GetProperty("link").GetString());
        using var accept = await pair.Bob.Http.GetAsync($"/invite/accept?token=x&providerDomain=a.example");
        foreach (var (answer, forms) in new[] { (wayf, "'self' https: http:"), (accept, "'self'") })
        {
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.That(policy, Does.StartWith("default-src 'none'; style-src 'sha256-").And.Contain($"form-action {forms};").And.Contain("frame-ancestors 'none'"));
            Assert.That(policy, Does.Not.Contain("script-src").And.Not.Contain("unsafe"));
            Assert.That(answer.Headers.GetValues("Referrer-Policy").Single(), Is.EqualTo("no-referrer"));
            Assert.That(answer.Headers.CacheControl!.NoStore, Is.True);
            Assert.That(answer.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
        }
    }

    [TestCase("?token=unknown")]
    [TestCase("?token=" + "%22%3E%3Cscript%3Ealert(1)%3C/script%3E")]
    [TestCase("?token=a&token=b")]
    [TestCase("?token=a%0D%0ASet-Cookie:x")]
    [TestCase("?token=")]
    [TestCase("")]
    public async Task Wayf_NoOpenInvite_ShowsNothingAndAsksNobody(string query)
    {
        await using var stranger = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        await using var pair = await PeerPair.StartAsync();
        var page = await PageAsync(404, await _browser.GetAsync(new Uri(pair.A.PublicOrigin, "/wayf" + query)));
        Assert.That(page, Does.Not.Contain("script>alert").And.Not.Contain("<form"));
        await PageAsync(404, await PostAsync(new Uri(pair.A.PublicOrigin, "/wayf"), ("token", "unknown"), ("server", stranger.Host.Value)));
        Assert.That(stranger.Requests, Is.Empty);
    }

    [TestCase("")]
    [TestCase("not a host")]
    [TestCase("https://evil.example/path")]
    [TestCase("https://evil.example?x")]
    [TestCase("javascript:alert(1)")]
    [TestCase("//evil.example")]
    [TestCase("evil.example\r\nLocation: https://evil.example")]
    [TestCase(Hostile)]
    [TestCase("169.254.169.254")]
    public async Task Wayf_NoServerThatCanBeChosen_Is400AndRedirectsNowhere(string server)
    {
        await using var pair = await PeerPair.StartAsync();
        var token = (await pair.Alice.JsonAsync(201, "POST", "/api/invites")).GetProperty("token").GetString()!;
        using var answer = await PostAsync(new Uri(pair.A.PublicOrigin, "/wayf"), ("token", token), ("server", server));
        Assert.That(answer.Headers.Location, Is.Null);
        Assert.That(await PageAsync(400, answer), Does.Not.Contain("<script"));
    }

    [Test]
    public async Task Wayf_OwnServer_IsRefused()
    {
        await using var pair = await PeerPair.StartAsync();
        var token = (await pair.Alice.JsonAsync(201, "POST", "/api/invites")).GetProperty("token").GetString()!;
        await PageAsync(400, await PostAsync(new Uri(pair.A.PublicOrigin, "/wayf"), ("token", token), ("server", pair.A.PublicOrigin.Authority)));
    }

    [TestCase("https://evil.example/accept")]
    [TestCase("//evil.example/accept")]
    [TestCase("javascript:alert(1)")]
    [TestCase("http://user@localhost/accept")]
    [TestCase(null)]
    public async Task Wayf_ServerNamesAPageElsewhereOrNone_IsNotFollowed(string? dialog)
    {
        await using var chosen = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        chosen.Document = chosen.CreateDocument() with { InviteAcceptDialog = dialog };
        await using var pair = await PeerPair.StartAsync();
        var token = (await pair.Alice.JsonAsync(201, "POST", "/api/invites")).GetProperty("token").GetString()!;
        using var answer = await PostAsync(new Uri(pair.A.PublicOrigin, "/wayf"), ("token", token), ("server", chosen.Host.Value));
        Assert.That(answer.Headers.Location, Is.Null);
        await PageAsync(400, answer);
    }

    [Test]
    [Property("Requirement", "DIR-03")]
    public async Task Wayf_PersonGivesTheirAddressOrUrl_GoesToTheServersPageWithItsOwnQuery()
    {
        await using var chosen = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        chosen.Document = chosen.CreateDocument() with { InviteAcceptDialog = "/accept?app=ocm" };
        await using var pair = await PeerPair.StartAsync();
        var token = (await pair.Alice.JsonAsync(201, "POST", "/api/invites")).GetProperty("token").GetString()!;
        foreach (var server in new[] { $"eva@example.org@{chosen.Host}", chosen.Origin, $"  {chosen.Host}  " })
        {
            using var answer = await PostAsync(new Uri(pair.A.PublicOrigin, "/wayf"), ("token", token), ("server", server));
            Assert.That(answer.Headers.Location?.AbsoluteUri, Is.EqualTo(
                $"{chosen.Origin}/accept?app=ocm&token={token}&providerDomain={Uri.EscapeDataString(pair.A.PublicOrigin.Authority)}"));
        }
    }

    [Test]
    public async Task Accept_FormOfAnotherSiteUserOrInvite_Is403AndAcceptsNothing()
    {
        await using var pair = await PeerPair.StartAsync();
        var first = await FormAsync(pair, pair.Bob);
        var ofDora = await FormAsync(pair, pair.Dora);
        var second = await FormAsync(pair, pair.Bob);
        string[] forms = ["", "forged", Hidden(ofDora, "form"), Hidden(second, "form")];
        foreach (var form in forms)
        {
            await PageAsync(403, await PostAsync(pair.Bob.Http, new Uri(pair.B.PublicOrigin, "/invite/accept"),
                ("token", Hidden(first, "token")), ("providerDomain", Hidden(first, "providerDomain")), ("form", form)));
        }

        Assert.That((await pair.Bob.JsonAsync(200, "GET", "/api/contacts")).GetArrayLength(), Is.Zero);
        await PageAsync(200, await SubmitAsync(pair.Bob, pair.B, first));
    }

    [TestCase("?token=x")]
    [TestCase("?providerDomain=a.example")]
    [TestCase("?token=x&providerDomain=not+a+host")]
    [TestCase("?token=x&token=y&providerDomain=a.example")]
    [TestCase("?token=a%0Ab&providerDomain=a.example")]
    [TestCase("?token=x&providerDomain=https://a.example/")]
    public async Task Accept_IncompleteLink_Is400(string query)
    {
        await using var pair = await PeerPair.StartAsync();
        await PageAsync(400, await pair.Bob.Http.GetAsync("/invite/accept" + query));
        await PageAsync(400, await PostAsync(pair.Bob.Http, new Uri(pair.B.PublicOrigin, "/invite/accept"), ("token", "x")));
    }

    [Test]
    public async Task Accept_HostileToken_IsEncoded()
    {
        await using var pair = await PeerPair.StartAsync();
        var page = await PageAsync(200, await pair.Bob.Http.GetAsync($"/invite/accept?token={Uri.EscapeDataString(Hostile)}&providerDomain=a.example"));
        Assert.That(page, Does.Not.Contain("<script"));
        Assert.That(Hidden(page, "token"), Is.EqualTo(Hostile));
    }

    [Test]
    public async Task Accept_InviterWithHostileName_IsShownEncoded()
    {
        await using var pair = await PeerPair.StartAsync(new PeerSettings { DisplayName = Hostile });
        var page = await PageAsync(200, await SubmitAsync(pair.Bob, pair.B, await FormAsync(pair, pair.Bob)));
        Assert.That(page, Does.Contain("&lt;script&gt;").And.Not.Contain("<script"));
    }

    private static async Task<string> FormAsync(PeerPair pair, PeerClient user)
    {
        var token = (await pair.Alice.JsonAsync(201, "POST", "/api/invites")).GetProperty("token").GetString();
        return await PageAsync(200, await user.Http.GetAsync($"/invite/accept?token={token}&providerDomain={pair.A.PublicOrigin.Authority}"));
    }

    private static async Task<DirectoryServiceOptions> PublishAsync(FakePeer peer, params (string Url, string Name)[] servers)
    {
        var key = LocalSigningKey.Generate("directory");
        var document = new DirectoryDocument { Federation = "F", Servers = [.. servers.Select(server => new DirectoryServer { Url = server.Url, DisplayName = server.Name })] };
        peer.Answer("/directory", new FakePeerAnswer(200, await DirectorySigner.SignAsync(document, key), "application/jose+json"));
        return new DirectoryServiceOptions { Url = new Uri(peer.Origin + "/directory"), Jwk = Encoding.UTF8.GetString(key.PublicKey.ToJson()) };
    }

    private static Task<HttpResponseMessage> SubmitAsync(PeerClient user, PeerHost host, string form) => PostAsync(user.Http, new Uri(host.PublicOrigin, "/invite/accept"),
        ("token", Hidden(form, "token")), ("providerDomain", Hidden(form, "providerDomain")), ("form", Hidden(form, "form")));

    private Task<HttpResponseMessage> PostAsync(Uri uri, params (string Name, string Value)[] fields) => PostAsync(_browser, uri, fields);

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, Uri uri, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await browser.PostAsync(uri, content, TestContext.CurrentContext.CancellationToken);
    }

    private static async Task<string> PageAsync(int status, HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(status), text);
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
        answer.Dispose();
        return text;
    }

    private static string Hidden(string page, string name) =>
        WebUtility.HtmlDecode(Regex.Match(page, $"<input type=\"hidden\" name=\"{name}\" value=\"([^\"]*)\">", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    [GeneratedRegex("<option value=\"([^\"]*)\">", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Options();
}
