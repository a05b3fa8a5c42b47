using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Ocm.Server.Directories;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a directory service of one's own: a function beside the OCM server, which may also run without one.</summary>
public static class DirectoryServiceCollectionExtensions
{
    /// <summary>
    /// Publishes a directory of a federation's servers (draft: OCM Directory Service, Appendix C); <c>MapOcmDirectory</c> maps it.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets the federation, its servers and the key.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddOcmDirectoryPublication(this IServiceCollection services, Action<DirectoryPublicationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<DirectoryPublicationOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DirectoryPublicationOptions>, DirectoryPublicationOptionsValidator>());
        services.TryAddSingleton<DirectoryEndpoint>();
        return services;
    }
}
