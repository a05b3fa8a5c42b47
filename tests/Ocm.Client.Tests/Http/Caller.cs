using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Http;

/// <summary>The calling side of a test: the real client over real sockets, with names, log and options of the test's own.</summary>
internal sealed class Caller : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Caller(Action<OcmHttpOptions>? configure = null, TimeProvider? timeProvider = null, INameResolver? names = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddSingleton(names ?? Names);
        if (timeProvider is not null)
        {
            services.AddSingleton(timeProvider);
        }

        services.AddPeerHttpClient();
        services.Configure<OcmHttpOptions>(o =>
        {
            o.AllowHttp = true;
            o.AllowedDestinations.Add(new AllowedDestination { Host = "test" });
            o.RetryDelay = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(o);
        });
        _services = services.BuildServiceProvider();
        Client = _services.GetRequiredService<PeerHttpClient>();
    }

    public PeerHttpClient Client { get; }

    public FakeNames Names { get; } = new();

    public CapturedLog Log { get; } = new();

    public IServiceProvider Services => _services;

    public static string Text(PeerResponse response) => Encoding.UTF8.GetString(response.Body.Span);

    public static PeerRequest Get(Uri uri, PeerRedirects redirects = PeerRedirects.None) =>
        new() { Purpose = PeerCall.Discovery, Method = HttpMethod.Get, Uri = uri, Redirects = redirects };

    public static PeerRequest Post(Uri uri, string json = "{}") => new()
    {
        Purpose = PeerCall.Api,
        Method = HttpMethod.Post,
        Uri = uri,
        Body = Encoding.UTF8.GetBytes(json),
        ContentType = "application/json",
    };

    public async Task<OcmResult<PeerResponse>> SendAsync(PeerRequest request, CancellationToken cancellationToken = default) =>
        await Client.SendAsync(request, cancellationToken);

    public Task<OcmResult<PeerResponse>> GetAsync(Uri uri) => SendAsync(Get(uri));

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
