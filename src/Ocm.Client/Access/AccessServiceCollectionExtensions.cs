using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Ocm.Client.Access;

/// <summary>Registers the access to received shares.</summary>
internal static class AccessServiceCollectionExtensions
{
    /// <summary>Adds <see cref="ResourceAccess"/>, <see cref="WebAppLauncher"/> and what they need; calling it again changes nothing.</summary>
    internal static IServiceCollection AddResourceAccess(this IServiceCollection services)
    {
        services.AddOptions<OcmAccessOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OcmAccessOptions>, OcmAccessOptionsValidator>());
        services.TryAddSingleton<AccessLog>();
        services.TryAddSingleton<ShareMemories>();
        services.TryAddSingleton<IShareTokenProvider, ShareTokenCache>();

        // Asked for late: a vendor's own provider exchanges through IOcmClient, which holds the users of the provider.
        services.TryAddSingleton(static s => new Lazy<IShareTokenProvider>(s.GetRequiredService<IShareTokenProvider>));
        services.TryAddSingleton<ResourceAccess>();
        services.TryAddSingleton<WebAppLauncher>();
        return services;
    }
}
