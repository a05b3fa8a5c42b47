using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Ocm.Errors;
using Ocm.Samples.Peer.Api;
using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Peer.Federation;
using Ocm.Samples.Peer.Metrics;
using Ocm.Samples.Peer.Pages;
using Ocm.Samples.Peer.Shares;
using Ocm.Samples.Peer.Storage;
using Ocm.Samples.Peer.Users;
using Ocm.Samples.Peer.WebApps;

namespace Ocm.Samples.Peer;

/// <summary>One server. Several may run in one process, each with its own data folder and port.</summary>
public sealed class PeerHost : IAsyncDisposable
{
    // Requests under way get this long when the server stops; with what else must end it stays within five seconds.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    // What another node may still be writing to.
    private static readonly TimeSpan LongUpload = TimeSpan.FromDays(1);

    private readonly WebApplication _app;
    private readonly PeerOptions _options;

    private PeerHost(WebApplication app, PeerOptions options)
    {
        _app = app;
        _options = options;
    }

    /// <summary>The origin that other servers see.</summary>
    public Uri PublicOrigin => _options.PublicOrigin;

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Puts a server together; it does not listen yet.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="settings">What a program that starts servers itself may choose.</param>
    /// <exception cref="PeerConfigurationException">The settings are wrong.</exception>
    public static PeerHost Build(PeerOptions options, PeerHostSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        settings ??= new PeerHostSettings();
        var errors = PeerOptionsValidator.Validate(options).ToList();
        if (errors.Count > 0)
        {
            throw new PeerConfigurationException(errors);
        }

        CreateDataDirectory(options.DataDirectory);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Ocm.Samples.Peer" });
        settings.ConfigureLogging?.Invoke(builder.Logging);
        ConfigureListener(builder, options, settings);
        var services = builder.Services;
        services.AddSingleton<IHostLifetime, DetachedLifetime>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Grace);
        services.AddSingleton(settings.Time);
        services.AddSingleton(options);
        services.AddRouting();
        services.AddSingleton(new UserAccounts(options.Users));
        services.AddAuthentication(BasicAuthenticationHandler.SchemeName)
            .AddScheme<BasicAuthenticationOptions, BasicAuthenticationHandler>(BasicAuthenticationHandler.SchemeName, configureOptions: null);
        services.AddAuthorization();
        services.AddDataProtection()
            .SetApplicationName("Ocm.Samples.Peer")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Join(Path.GetFullPath(options.DataDirectory), "keys")));
        services.AddSingleton(new UserStorage(options.DataDirectory, settings.Time));
        services.AddSingleton<NewShareReader>();
        services.AddSingleton<AcceptForm>();
        services.AddSingleton<OcmMetrics>();
        services.AddHostedService(provider => provider.GetRequiredService<OcmMetrics>());
        services.AddFederation(options, settings);
        if (options.RateLimit is { } callsPerMinute)
        {
            services.AddFederationRateLimit(callsPerMinute);
        }

        var app = builder.Build();
        settings.ConfigurePipeline?.Invoke(app);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = PeerErrors.WriteExceptionAsync,
            SuppressDiagnosticsCallback = failed => failed.Exception is StoreUnavailableException, // the store says it itself
        });
        app.UseStatusCodePages(context => PeerErrors.WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode));
        app.UseAuthentication(); // after the error pages, so that a 401 gets its body too
        app.UseAuthorization();
        var federation = app.MapOcm();
        if (options.RateLimit is not null)
        {
            app.UseRateLimiter();
            federation.RequireRateLimiting(FederationRateLimit.Policy);
        }

        app.MapSharedFiles();
        app.MapTextEditor();
        app.MapUserFiles();
        app.MapLocalApi();
        app.MapWayf();
        app.MapAcceptInvite();
        return new PeerHost(app, options);
    }

    /// <summary>Puts a server together and starts it.</summary>
    /// <exception cref="PeerConfigurationException">The settings are wrong, or the address cannot be bound.</exception>
    public static async Task<PeerHost> StartAsync(
        PeerOptions options, PeerHostSettings? settings = null, CancellationToken cancellationToken = default)
    {
        var host = Build(options, settings);
        try
        {
            await host.StartAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="PeerConfigurationException">The database cannot be used, or the address cannot be bound.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var hasOtherNodes = _options.Store == PeerStore.Postgres;
        Services.GetRequiredService<UserStorage>().Sweep(hasOtherNodes ? Services.GetRequiredService<TimeProvider>().GetUtcNow() - LongUpload : null);
        await FederationStore.DemandUsableAsync(Services, _options, cancellationToken);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (ListenFailure.Describe(e, _options) is { } message)
        {
            throw new PeerConfigurationException(message, e);
        }
    }

    /// <summary>Lets requests under way end, for a few seconds, and stops.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void CreateDataDirectory(string path)
    {
        try
        {
            OwnerOnlyFolder.Create(path);
            var probe = Path.Join(path, Path.GetRandomFileName());
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PeerConfigurationException($"Peer:DataDirectory '{path}' cannot be written: give a folder that this user may write.", e);
        }
    }

    private static void ConfigureListener(WebApplicationBuilder builder, PeerOptions options, PeerHostSettings settings)
    {
        var listen = options.Listen ?? ListenAddress.Default(options.PublicOrigin);
        _ = TlsCertificates.Trusted(options); // a file that cannot be read is told at the start, not at the first call
        var tls = listen.IsHttps ? TlsCertificates.ForListener(options, settings.Time) : default;
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (listen.Address is null)
            {
                kestrel.ListenLocalhost(listen.Port, Secure);
            }
            else
            {
                kestrel.Listen(listen.Address, listen.Port, Secure);
            }
        });
        if (settings.Port is { } port)
        {
            builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket =
                endPoint => port.TakeSocket(endPoint) ?? SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint));
        }

        void Secure(ListenOptions endpoint)
        {
            if (listen.IsHttps)
            {
                endpoint.UseHttps(https =>
                {
                    https.ServerCertificate = tls.Certificate;
                    https.ServerCertificateChain = tls.Chain;
                });
            }
        }
    }
}
