using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ocm.Addresses;
using Ocm.Client.Http;
using Ocm.Server.Access;

namespace Ocm.Testing.Servers;

/// <summary>
/// A whole OCM server on loopback, over plain HTTP on a port of its own, with users and stores in memory: the other side for a
/// vendor's tests, or the host in which a vendor's own registrations are tried.
/// </summary>
public sealed class OcmTestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OcmTestServer(WebApplication app, Uri origin)
    {
        _app = app;
        Origin = origin;
        Host = OcmHost.FromUri(origin);
    }

    /// <summary>The server's origin, such as <c>http://127.0.0.1:40123</c>.</summary>
    public Uri Origin { get; }

    /// <summary>The server as it stands in addresses.</summary>
    public OcmHost Host { get; }

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a server with the users <c>marie</c> and <c>albert</c> and the group <c>physicists</c>, to which marie belongs.</summary>
    /// <param name="settings">What differs from the defaults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The running server.</returns>
    public static async Task<OcmTestServer> StartAsync(OcmTestServerSettings? settings = null, CancellationToken cancellationToken = default)
    {
        settings ??= new OcmTestServerSettings();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        var origin = new Uri($"http://127.0.0.1:{port}");

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(OcmTestServer).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = _ => socket);
        if (settings.LoggerProvider is { } logger)
        {
            builder.Logging.AddProvider(logger);
        }

        if (settings.Time is { } time)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Services.AddRouting();
        builder.Services.Configure<OcmHttpOptions>(http =>
        {
            http.AllowHttp = true;
            http.AllowedDestinations.Add(new AllowedDestination { Network = "127.0.0.0/8" });
        });
        var ocm = builder.Services.AddOcmServer(options =>
        {
            options.PublicOrigin = origin;
            options.ProviderName = "Test";
            settings.Options?.Invoke(options);
        });
        if (settings.Register is { } register)
        {
            register(ocm);
        }
        else
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
        }

        var app = builder.Build();
        app.MapOcm();
        if (settings.Map is { } map)
        {
            map(app);
        }
        else
        {
            app.Map("/dav/ocm/{providerId}/{**path}", (HttpContext context) => context.Response.WriteAsync(context.GetOcmShareAccess().Share.ResourceId))
                .RequireOcmShare();
        }

        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        return new OcmTestServer(app, origin);
    }

    /// <summary>The address of a party at this server.</summary>
    /// <param name="identifier">The part before the "@".</param>
    /// <returns>The address.</returns>
    public OcmAddress Address(string identifier) => new(identifier, Host);

    /// <summary>Runs something with the services of one operation.</summary>
    /// <typeparam name="TService">The service.</typeparam>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="operation">What to run.</param>
    /// <returns>The operation's result.</returns>
    public async ValueTask<T> WithAsync<TService, T>(Func<TService, ValueTask<T>> operation)
        where TService : notnull
    {
        ArgumentNullException.ThrowIfNull(operation);
        var scope = Services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return await operation(scope.ServiceProvider.GetRequiredService<TService>()).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }
}
