using System.Net;
using System.Net.Http.Headers;
using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Time;
using Ocm.Tokens;

namespace Ocm.Conformance.WebApps;

/// <summary>The sending server's web application: who gets in, and where an ended session goes.</summary>
internal sealed class WebAppAccessTests
{
    [Test]
    [Property("Requirement", "ACC-09")]
    [Property("Requirement", "ACC-10")]
    public async Task Post_ExchangedToken_OpensTheShareAndNamesTheWayBack()
    {
        await using var pair = await WebAppPair.StartAsync();
        var share = await pair.ShareAsync();
        var launch = await pair.OpenAsync(share);

        var shown = await pair.PostAsync(launch.Action, [.. launch.ToForm(), new("text", "more of the form")]);

        Assert.That(shown.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(shown.Body, Does.StartWith($"/papers|False|{pair.Servers.Receiving.Origin}shares/{share.Id}/open|").And.EndWith("|more of the form"));
        Assert.That(launch.Action.AbsolutePath, Is.EqualTo($"/app/{share.ProviderId}"));
        Assert.That(shown.CacheControl, Is.EqualTo("no-store"));
    }

    [TestCase("blank,iframe", "https://{0} http://{0}")]
    [TestCase("blank", "'none'")]
    public async Task Post_Frames_AreForTheReceivingServerAndOnlyWhereOffered(string targets, string ancestors)
    {
        await using var pair = await WebAppPair.StartAsync(sent: [.. targets.Split(',').Select(WebAppTarget.Create)]);
        var launch = await pair.OpenAsync(await pair.ShareAsync());

        var shown = await pair.PostAsync(launch.Action, launch.ToForm());

        var expected = string.Format(System.Globalization.CultureInfo.InvariantCulture, ancestors, pair.Servers.Receiving.Host);
        Assert.That(shown.Policy, Is.EqualTo($"default-src 'self', frame-ancestors {expected}"), "beside the application's own policy");
    }

    [Test]
    [Property("Requirement", "ACC-09"), Property("Forbidden", "ACC-09")]
    public async Task Post_SecretInsteadOfToken_IsRefused()
    {
        await using var pair = await WebAppPair.StartAsync();
        var share = await pair.ShareAsync();

        var shown = await pair.PostAsync(AppOf(pair, share), [new("access_token", share.Protocol.WebApp!.SharedSecret.Reveal())]);

        Assert.That(shown.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(shown.Body, Does.StartWith("This session has ended."));
    }

    [TestCase("")]
    [TestCase("access_token=")]
    [TestCase("access_token=unknown-token")]
    [TestCase("access_token={0}&access_token={0}")]
    [TestCase("token={0}")]
    public async Task Post_FormWithoutOneGoodToken_IsRefused(string form)
    {
        await using var pair = await WebAppPair.StartAsync();
        var share = await pair.ShareAsync();
        var token = (await pair.OpenAsync(share)).AccessToken.Reveal();

        using var content = new StringContent(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, token));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, AppOf(pair, share)) { Content = content };
        var shown = await pair.SendAsync(request);

        Assert.That(shown.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase("multipart/form-data; boundary=x")]
    [TestCase("application/json")]
    [TestCase("text/plain")]
    public async Task Post_AnotherContentType_IsRefused(string contentType)
    {
        await using var pair = await WebAppPair.StartAsync();
        var share = await pair.ShareAsync();
        var token = (await pair.OpenAsync(share)).AccessToken.Reveal();

        using var content = new StringContent($"access_token={token}");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, AppOf(pair, share)) { Content = content };

        Assert.That((await pair.SendAsync(request)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Post_FormOverTheLimit_IsRefusedUnread()
    {
        await using var pair = await WebAppPair.StartAsync();
        var share = await pair.ShareAsync();
        var launch = await pair.OpenAsync(share);

        var shown = await pair.PostAsync(launch.Action, [.. launch.ToForm(), new("text", new string('a', 1024 * 1024))]);

        Assert.That(shown.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Post_TokenOfAnotherShare_OpensNothing()
    {
        await using var pair = await WebAppPair.StartAsync();
        var one = await pair.ShareAsync();
        var other = await pair.ShareAsync();
        var launch = await pair.OpenAsync(one);

        Assert.That((await pair.PostAsync(AppOf(pair, other), launch.ToForm())).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    [Property("Requirement", "ACC-10"), Property("Forbidden", "ACC-10")]
    public async Task Post_TokenOfAShareWithoutWebApp_OpensNothing()
    {
        await using var pair = await WebAppPair.StartAsync();
        var share = await pair.ShareAsync(ProtocolName.WebDav);
        var exchanged = await pair.Servers.Receiving.WithAsync<Client.IOcmClient, OcmResult<TokenResponse>>(
            client => new(client.ExchangeTokenAsync(pair.Servers.Sending.Host, share.Protocol.WebDav!.SharedSecret)));

        var shown = await pair.PostAsync(AppOf(pair, share), [new("access_token", exchanged.Value!.AccessToken.Reveal())]);

        Assert.That(shown.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    [Property("Requirement", "TOK-12"), Property("Forbidden", "TOK-12")]
    [Property("Requirement", "ACC-10"), Property("Forbidden", "ACC-10")]
    public async Task Post_AfterUnshare_OpensNothingAndGoesNowhere()
    {
        await using var pair = await WebAppPair.StartAsync();
        var share = await pair.ShareAsync();
        var launch = await pair.OpenAsync(share);
        await pair.Servers.Sending.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));

        var shown = await pair.PostAsync(launch.Action, launch.ToForm());

        Assert.That(shown.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(shown.Location, Is.Null);
    }

    [TestCase(true)]
    [TestCase(false)]
    [Property("Requirement", "ACC-12")]
    public async Task Post_ExpiredToken_GoesBackWithNothingAdded(bool isForgotten)
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var pair = await WebAppPair.StartAsync(time);
        var share = await pair.ShareAsync();
        var launch = await pair.OpenAsync(share);
        time.Advance(TimeSpan.FromMinutes(6));
        if (isForgotten)
        {
            await pair.Servers.Sending.WithAsync<IAccessTokenStore, int>(tokens => tokens.RemoveTokensOfShareAsync(share.ProviderId));
        }

        var shown = await pair.PostAsync(launch.Action, launch.ToForm());

        Assert.That(shown.Status, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That(shown.Location, Is.EqualTo($"{pair.Servers.Receiving.Origin}shares/{share.Id}/open"));
        Assert.That(shown.Location, Does.Not.Contain(launch.AccessToken.Reveal()).And.Not.Contain(share.Protocol.WebApp!.SharedSecret.Reveal()));
        Assert.That(shown.Body, Is.Empty);
        Assert.That(shown.CacheControl, Is.EqualTo("no-store"));
    }

    [TestCase("https://elsewhere.example.org/steal")]
    [TestCase("https://{0}@elsewhere.example.org/")]
    [TestCase("https://user@{0}/")]
    [TestCase("//elsewhere.example.org/")]
    [TestCase("/shares")]
    [TestCase("javascript:alert(1)//{0}")]
    [TestCase("https://{0}/?t={1}")]
    [TestCase("")]
    [Property("Requirement", "ACC-12"), Property("Forbidden", "ACC-12")]
    public async Task Post_ExpiredTokenAndAForeignWayBack_GoesNowhere(string wayBack)
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var pair = await WebAppPair.StartAsync(time);
        var launch = await pair.OpenAsync(await pair.ShareAsync());
        var token = launch.AccessToken.Reveal();
        var uri = string.Format(System.Globalization.CultureInfo.InvariantCulture, wayBack, pair.Servers.Receiving.Host, token);

        var fresh = await pair.PostAsync(launch.Action, [new("access_token", token), new("expired_session_redirect_uri", uri)]);
        time.Advance(TimeSpan.FromMinutes(6));
        var late = await pair.PostAsync(launch.Action, [new("access_token", token), new("expired_session_redirect_uri", uri)]);

        Assert.That(fresh.Body, Does.StartWith("/papers|False||"), "the application is not told of it");
        Assert.That((late.Status, late.Location), Is.EqualTo((HttpStatusCode.Unauthorized, (string?)null)));
    }

    [Test]
    public async Task Open_Again_AfterTheSessionEnded_BringsAnotherToken()
    {
        await using var pair = await WebAppPair.StartAsync();
        var share = await pair.ShareAsync();

        var first = await pair.OpenAsync(share);
        var second = await pair.OpenAsync(share);
        var third = await pair.OpenAsync(share, opening => opening with { IsReopening = true });

        Assert.That(second.AccessToken, Is.EqualTo(first.AccessToken), "a token that is good is used again");
        Assert.That(third.AccessToken, Is.Not.EqualTo(first.AccessToken));
    }

    private static Uri AppOf(WebAppPair pair, ReceivedShare share) => new(pair.Servers.Sending.Origin, $"/app/{share.ProviderId}");
}
