using Ocm.Client;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the calls to other OCM servers.</summary>
public static class OcmClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IOcmClient"/> and what it needs. Add signing keys too (<c>AddSigningKeyDirectory</c>, or an
    /// <see cref="Ocm.Signatures.ISigningKeyStore"/> of your own): without keys only servers that do not take signatures
    /// can be called. May be called several times.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddOcmClient(this IServiceCollection services, Action<OcmClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<OcmClientOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services;
    }
}
