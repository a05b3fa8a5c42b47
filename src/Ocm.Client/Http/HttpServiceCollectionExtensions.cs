using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Ocm.Client.Http;

/// <summary>Registers the calls to other servers.</summary>
internal static class HttpServiceCollectionExtensions
{
    /// <summary>Adds <see cref="PeerHttpClient"/> and what it needs; calling it again changes nothing.</summary>
    /// <returns>The builder of the named client, for tests that replace its handler.</returns>
    internal static IHttpClientBuilder AddPeerHttpClient(this IServiceCollection services)
    {
        var isAdded = services.Any(s => s.ServiceType == typeof(PeerHttpClient));
        var builder = services.AddHttpClient(PeerHttpClient.ClientName);
        if (isAdded)
        {
            return builder;
        }

        services.AddOptions<OcmHttpOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OcmHttpOptions>, OcmHttpOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<INameResolver, SystemNameResolver>();
        services.AddSingleton(s => new DestinationPolicy(Options(s)));
        services.AddSingleton(s => new ServerCertificateValidator(Options(s)));
        services.AddSingleton(s => new PeerConnector(
            s.GetRequiredService<DestinationPolicy>(),
            s.GetRequiredService<INameResolver>(),
            PeerHandler.EffectiveProxy(Options(s)),
            s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PeerLog>();
        services.AddSingleton(s => new PeerGates(Options(s), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<PeerLog>()));
        services.AddSingleton<PeerMetrics>();
        services.AddSingleton<PeerHttpClient>();

        // The factory's own log writes whole URLs, which can hold secrets; ours writes hosts.
        return builder
            .RemoveAllLoggers()
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(s => PeerHandler.Create(
                Options(s), s.GetRequiredService<PeerConnector>(), s.GetRequiredService<ServerCertificateValidator>()));
    }

    private static OcmHttpOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<OcmHttpOptions>>().Value;
}
