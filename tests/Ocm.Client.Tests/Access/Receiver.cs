using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ocm.Client.Access;
using Ocm.Client.Http;
using Ocm.Client.Tests.Http;
using Ocm.Client.Tests.Signatures;
using Ocm.Errors;
using Ocm.Shares;
using Ocm.Signatures;

namespace Ocm.Client.Tests.Access;

/// <summary>The receiving server of a test: the real client over real sockets, with log, time and options of the test's own.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    public static readonly AccessContext Einstein = new() { UserIdentifier = TestShares.User };

    private readonly ServiceProvider _services;

    public Receiver(
        Action<OcmAccessOptions>? configure = null,
        Action<OcmHttpOptions>? configureHttp = null,
        TimeProvider? timeProvider = null,
        Action<IServiceCollection>? register = null,
        string? publicOrigin = "https://receiver.test")
    {
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddSingleton<INameResolver>(new FakeNames());
        if (timeProvider is not null)
        {
            services.AddSingleton(timeProvider);
        }

        if (publicOrigin is not null)
        {
            services.AddSingleton<ISigningKeyStore>(new ListKeyStore());
        }

        register?.Invoke(services);
        services.AddOcmClient(o => o.PublicOrigin = publicOrigin);
        services.Configure<OcmHttpOptions>(o =>
        {
            o.AllowHttp = true;
            o.AllowedDestinations.Add(new AllowedDestination { Host = "test" });
            o.MaxRetries = 0;
            configureHttp?.Invoke(o);
        });
        if (configure is not null)
        {
            services.Configure(configure);
        }

        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    public CapturedLog Log { get; } = new();

    public IOcmClient Client => _services.GetRequiredService<IOcmClient>();

    public async Task<OcmResult<RemoteResource>> TryOpenAsync(ReceivedShare share, AccessContext? context = null) =>
        await Client.OpenAsync(share, context ?? Einstein);

    public async Task<OcmResult<WebAppLaunch>> TryOpenWebAppAsync(ReceivedShare share, WebAppLaunchRequest request, AccessContext? context = null) =>
        await Client.OpenWebAppAsync(share, context ?? Einstein, request);

    public async Task<RemoteResource> OpenAsync(ReceivedShare share, AccessContext? context = null) =>
        (await TryOpenAsync(share, context)).Must();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
