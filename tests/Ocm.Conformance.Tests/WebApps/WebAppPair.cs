using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Access;
using Ocm.Errors;
using Ocm.Server;
using Ocm.Server.Access;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.WebApps;

/// <summary>Two servers, of which the sending one has a web application and the receiving one opens such.</summary>
internal sealed class WebAppPair : IAsyncDisposable
{
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private WebAppPair(TwoServers servers) => Servers = servers;

    public TwoServers Servers { get; }

    public static async Task<WebAppPair> StartAsync(
        TimeProvider? time = null, WebAppTarget[]? sent = null, WebAppTarget[]? received = null, Action<OcmServerOptions>? sending = null, Action<IOcmServerBuilder>? receiving = null)
    {
        Uri? origin = null;
        return new(await TwoServers.StartAsync(
            new OcmTestServerSettings
            {
                Time = time,
                Options = options =>
                {
                    origin = options.PublicOrigin;
                    sending?.Invoke(options);
                },
                Register = ocm => Register(ocm).AddWebApp(app =>
                {
                    app.Uri = new Uri(origin!, "/app"); // the server's options are always read first
                    app.AppName = "Editor";
                    app.Targets.Clear();
                    foreach (var target in sent ?? [WebAppTarget.Blank, WebAppTarget.Iframe])
                    {
                        app.Targets.Add(target);
                    }
                }),
                Map = app =>
                {
                    app.MapPost("/app/{providerId}/{**path}", ShowAsync).RequireOcmWebApp();
                    app.Map("/dav/ocm/{providerId}/{**path}", (HttpContext context) => context.Response.WriteAsync("dav")).RequireOcmShare();
                },
            },
            new OcmTestServerSettings
            {
                Time = time,
                Register = ocm =>
                {
                    Register(ocm).AddWebApp(app =>
                    {
                        foreach (var target in received ?? [WebAppTarget.Blank, WebAppTarget.Iframe])
                        {
                            app.ReceiveTargets.Add(target);
                        }
                    });
                    receiving?.Invoke(ocm);
                },
            }));
    }

    public async Task<ReceivedShare> ShareAsync(params ProtocolName[] protocols)
    {
        await Servers.SharedAsync(share => share with { Protocols = protocols.Length == 0 ? [ProtocolName.WebApp] : protocols });
        return await Servers.AcceptAsync();
    }

    public ValueTask<OcmResult<WebAppLaunch>> TryOpenAsync(ReceivedShare share, Func<WebAppOpening, WebAppOpening>? change = null)
    {
        var opening = new WebAppOpening { ExpiredSessionRedirectUri = $"/shares/{share.Id}/open" };
        return Servers.Receiving.WithAsync<IReceivedShares, OcmResult<WebAppLaunch>>(
            shares => shares.OpenWebAppAsync(share.Id, "marie", change?.Invoke(opening) ?? opening));
    }

    public async Task<WebAppLaunch> OpenAsync(ReceivedShare share, Func<WebAppOpening, WebAppOpening>? change = null)
    {
        var result = await TryOpenAsync(share, change);
        Assert.That(result.Failure, Is.Null);
        return result.Value!;
    }

    /// <summary>Posts a form as a browser would that does not follow redirects.</summary>
    public async Task<Shown> PostAsync(Uri uri, IEnumerable<KeyValuePair<string, string>> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var response = await _browser.PostAsync(uri, content);
        return await Shown.OfAsync(response);
    }

    public async Task<Shown> SendAsync(HttpRequestMessage request)
    {
        using var response = await _browser.SendAsync(request);
        return await Shown.OfAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await Servers.DisposeAsync();
    }

    private static IOcmServerBuilder Register(IOcmServerBuilder ocm) => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();

    private static Task ShowAsync(HttpContext context)
    {
        var session = context.GetOcmWebAppSession();
        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'";
        return context.Response.WriteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{session.Access.Share.ResourceId}|{session.Access.CanWrite}|{session.ExpiredSessionRedirectUri}|{session.ExpiresAt.ToUnixTimeSeconds()}|{context.Request.Form["text"]}"));
    }

    internal sealed record Shown(HttpStatusCode Status, string Body, string? Location, string Policy, string CacheControl)
    {
        public static async Task<Shown> OfAsync(HttpResponseMessage response) => new(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.Location?.OriginalString,
            string.Join(", ", response.Headers.TryGetValues("Content-Security-Policy", out var values) ? values : []),
            response.Headers.CacheControl?.ToString() ?? string.Empty);
    }
}
