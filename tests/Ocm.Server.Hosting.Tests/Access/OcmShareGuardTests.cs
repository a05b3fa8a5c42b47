using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ocm.Server.Access;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.Access;

/// <summary>The guard of the vendor's own endpoints inside an application that signs its users in by a scheme of its own.</summary>
internal sealed class OcmShareGuardTests
{
    [Test]
    public async Task AddOcmServer_ApplicationWithOneScheme_LeavesItTheDefault()
    {
        await using var test = await StartAsync();
        using var http = new HttpClient();

        using var stranger = await http.GetAsync(new Uri(test.Server.Origin, "/own"));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Own", "marie");
        using var user = await http.GetAsync(new Uri(test.Server.Origin, "/own"));

        Assert.That(stranger.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(user.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await user.Content.ReadAsStringAsync(), Is.EqualTo("marie"));
    }

    [Test]
    [Property("Requirement", "ACC-10")]
    public async Task RequireOcmShare_ApplicationWithFallbackPolicy_TakesTheShareAlone()
    {
        await using var test = await StartAsync();
        test.Peer.Document = test.Peer.CreateDocument() with { Capabilities = [Ocm.Discovery.Capability.HttpSig], TokenEndPoint = null };
        var (share, secret) = await test.ShareWithPeerAsync();

        var opened = await test.GetAsync($"/dav/ocm/{share.ProviderId}", secret);
        var asUser = await test.GetAsync($"/dav/ocm/{share.ProviderId}", change: request => request.Headers.Authorization = new AuthenticationHeaderValue("Own", "marie"));
        var discovery = await test.GetAsync("/.well-known/ocm");

        Assert.That(opened.Status, Is.EqualTo(200));
        Assert.That(opened.Body, Is.EqualTo(share.ResourceId));
        Assert.That(asUser.Status, Is.EqualTo(401));
        Assert.That(discovery.Status, Is.EqualTo(200));
    }

    private static Task<PeerAndServer> StartAsync() => PeerAndServer.StartAsync(new OcmTestServerSettings
    {
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            ocm.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, OwnHandler>("Own", configureOptions: null);
            ocm.Services.AddAuthorizationBuilder().AddFallbackPolicy("users", policy => policy.RequireAuthenticatedUser());
        },
        Map = app =>
        {
            app.Map("/own", (HttpContext context) => context.User.Identity!.Name!);
            app.Map("/dav/ocm/{providerId}", (HttpContext context) => context.GetOcmShareAccess().Share.ResourceId).RequireOcmShare();
        },
    });

    private sealed class OwnHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header) && header.Scheme == "Own"
                ? AuthenticateResult.Success(new AuthenticationTicket(
                    new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity([new(System.Security.Claims.ClaimTypes.Name, header.Parameter!)], "Own")), "Own"))
                : AuthenticateResult.NoResult());
    }
}
