using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ocm.Addresses;
using Ocm.Client.Http;
using Ocm.Client.Signatures;
using Ocm.Client.Tests.Http;
using Ocm.Client.Tests.Signatures;
using Ocm.HttpSignatures.Keys;
using Ocm.Signatures;
using Ocm.Testing.Peers;

namespace Ocm.Client.Tests.Calls;

/// <summary>A product with the client in it, as AddOcmClient puts it together; names, log and keys are the test's own.</summary>
internal sealed class ClientUnderTest : IAsyncDisposable
{
    public const string Origin = "https://we.test";

    private readonly ServiceProvider _services;

    public ClientUnderTest(
        FakePeer? peer = null,
        Action<OcmClientOptions>? configure = null,
        Action<OcmHttpOptions>? configureHttp = null,
        Action<IServiceCollection>? register = null,
        TimeProvider? timeProvider = null,
        bool hasKeys = true)
    {
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddSingleton<INameResolver>(Names);
        if (timeProvider is not null)
        {
            services.AddSingleton(timeProvider);
        }

        if (hasKeys)
        {
            services.AddSingleton<ISigningKeyStore>(KeyStore);
        }

        register?.Invoke(services);
        services.AddOcmClient(o =>
        {
            o.PublicOrigin = Origin;
            configure?.Invoke(o);
        });
        services.Configure<OcmHttpOptions>(o =>
        {
            peer?.Allow(o);
            o.RetryDelay = TimeSpan.FromMilliseconds(1);
            configureHttp?.Invoke(o);
        });
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    public static OcmHost Host { get; } = OcmHost.Parse("we.test");

    public IOcmClient Client => Get<IOcmClient>();

    public ISigningKeyRing Ring => Get<ISigningKeyRing>();

    public CapturedLog Log { get; } = new();

    public FakeNames Names { get; } = new();

    public ListKeyStore KeyStore { get; } = new();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<JsonWebKeySet> PublishedKeysAsync() => await Ring.GetPublishedKeysAsync();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
