using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Ocm.Benchmarks.Delivery;

/// <summary>Any number of servers that take notifications, and as many that accept connections and never say a word.</summary>
internal sealed class ManyPeers : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Socket _silent;
    private int _notifications;

    private ManyPeers(WebApplication app, Socket silent)
    {
        _app = app;
        _silent = silent;
    }

    internal int Port { get; private set; }

    /// <summary>How many notifications were taken.</summary>
    internal int Notifications => Volatile.Read(ref _notifications);

    internal static async Task<ManyPeers> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(PeerNames.Living, 0));
        var app = builder.Build();
        var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var peers = new ManyPeers(app, silent);
        app.Run(peers.AnswerAsync);
        await app.StartAsync();
        peers.Port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

        // The system accepts connections for a socket that listens; nobody takes them.
        silent.Bind(new IPEndPoint(PeerNames.Dead, peers.Port));
        silent.Listen(4096);
        return peers;
    }

    public async ValueTask DisposeAsync()
    {
        _silent.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var isNotification = context.Request.Path == "/ocm/notifications";
        await context.Request.Body.CopyToAsync(Stream.Null);
        var body = isNotification ? "{}" : Document(context.Request.Host.Value!);
        context.Response.StatusCode = isNotification ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
        if (isNotification)
        {
            Interlocked.Increment(ref _notifications);
        }
    }

    private static string Document(string host) => $$"""
        {"enabled":true,"apiVersion":"1.4.0","endPoint":"http://{{host}}/ocm","provider":"Institute","resourceTypes":[
        {"name":"folder","shareTypes":["user"],"protocols":{"webdav":"/dav","webdav-receive":{"uri":"absolute"} } }],
        "capabilities":["exchange-token","http-sig","notifications","protocol-object"],"criteria":["must-use-http-sig"],
        "jwksUri":"http://{{host}}/ocm/jwks","tokenEndPoint":"http://{{host}}/ocm/token"}
        """;
}
