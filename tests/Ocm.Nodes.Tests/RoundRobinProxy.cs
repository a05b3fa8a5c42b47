using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Ocm.Nodes.Tests;

/// <summary>
/// What stands before the nodes: each request goes to the next of them. A node that cannot be connected is passed over; one that
/// breaks off in the middle of a request is a 502, because nobody knows what it has done by then.
/// </summary>
internal sealed class RoundRobinProxy : IAsyncDisposable
{
    private static readonly string[] HopByHop = ["Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "TE", "Trailer"];

    private readonly WebApplication _app;

    // A connection is used once: on one that is kept open HttpClient would repeat a request that a dying node may have done.
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.Zero,
    });

    private Uri[] _nodes = [];
    private int _next;

    private RoundRobinProxy(WebApplication app) => _app = app;

    /// <summary>The public origin of all nodes.</summary>
    public Uri Origin { get; private set; } = null!;

    public static async Task<RoundRobinProxy> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        var proxy = new RoundRobinProxy(app);
        app.Run(proxy.ForwardAsync);
        await app.StartAsync();
        proxy.Origin = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return proxy;
    }

    /// <summary>Sends what comes from now on to these nodes.</summary>
    public void Use(IEnumerable<Uri> nodes) => Volatile.Write(ref _nodes, [.. nodes]);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var nodes = Volatile.Read(ref _nodes);
        for (var tries = 0; tries < nodes.Length; tries++)
        {
            var node = nodes[(uint)Interlocked.Increment(ref _next) % nodes.Length];
            using var request = CreateRequest(context.Request, node, body.ToArray());
            try
            {
                using var response = await _http.SendAsync(request, context.RequestAborted);
                await CopyAsync(response, context);
                return;
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // Nothing was sent: the next node takes it.
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                if (context.Response.HasStarted)
                {
                    context.Abort();
                    return;
                }

                break;
            }
        }

        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
    }

    private static HttpRequestMessage CreateRequest(HttpRequest incoming, Uri node, byte[] body)
    {
        var request = new HttpRequestMessage(new HttpMethod(incoming.Method), node.GetLeftPart(UriPartial.Authority) + incoming.Path.ToUriComponent() + incoming.QueryString);
        if (body.Length > 0 || incoming.ContentLength == 0)
        {
            request.Content = new ByteArrayContent(body);
        }

        foreach (var (name, values) in incoming.Headers)
        {
            if (!HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase)
                && !request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return request;
    }

    private static async Task CopyAsync(HttpResponseMessage response, HttpContext context)
    {
        // Read to its end first: what a dying node left half said is a 502 too.
        var body = await response.Content.ReadAsByteArrayAsync(context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            if (!HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                context.Response.Headers[name] = values.ToArray();
            }
        }

        if (body.Length > 0)
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
