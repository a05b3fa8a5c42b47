using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ocm.Client.Tests.Http;

/// <summary>Another server: Kestrel on a free port of this machine.</summary>
internal sealed class HttpPeer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private HttpPeer(WebApplication app)
    {
        _app = app;
    }

    public int Port { get; private set; }

    public int Requests => Volatile.Read(ref _requests);

    public static async Task<HttpPeer> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<KestrelServerOptions>(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MinResponseDataRate = null;
        });
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0, l =>
        {
            if (certificate is not null)
            {
                // Offline: the server itself would otherwise fetch what its certificate names.
                var context = SslStreamCertificateContext.Create(certificate, null, offline: true);
                l.UseHttps(new TlsHandshakeCallbackOptions
                {
                    OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = context }),
                });
            }
        }));
        var app = builder.Build();
        var peer = new HttpPeer(app);
        app.Run(context =>
        {
            Interlocked.Increment(ref peer._requests);
            return answer(context);
        });
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        peer.Port = new Uri(address).Port;
        return peer;
    }

    public Uri Url(string path = "/", string host = "peer.test") => new($"http://{host}:{Port}{path}");

    public Uri SecureUrl(string path = "/", string host = "peer.test") => new($"https://{host}:{Port}{path}");

    public async ValueTask DisposeAsync()
    {
        // Hanging answers end here, not after a grace period.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
