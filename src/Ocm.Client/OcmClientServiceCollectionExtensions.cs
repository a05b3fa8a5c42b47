using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Ocm.Client;
using Ocm.Client.Access;
using Ocm.Client.Caching;
using Ocm.Client.Dialects;
using Ocm.Client.Directories;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Client.Invites;
using Ocm.Client.Notifications;
using Ocm.Client.Peers;
using Ocm.Client.ShareRequests;
using Ocm.Client.Shares;
using Ocm.Client.Signatures;
using Ocm.Client.Tokens;
using Ocm.Signatures;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the calls to other OCM servers.</summary>
public static class OcmClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IOcmClient"/> and what it needs. Add signing keys too (<see cref="AddSigningKeyDirectory"/>, or an
    /// <see cref="ISigningKeyStore"/> of your own): without keys only servers that do not take signatures can be called.
    /// May be called several times.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddOcmClient(this IServiceCollection services, Action<OcmClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<OcmClientOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.AddPeerHttpClient();
        services.AddMetrics();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OcmClientOptions>, OcmClientOptionsValidator>());
        services.TryAddSingleton<ClientLog>();
        AddLookups(services);
        AddDirectories(services);
        AddSignatures(services);
        AddCalls(services);
        services.AddResourceAccess();
        return services;
    }

    /// <summary>Adds a directory service whose federation this server belongs to (draft: Appendix C). May be called several times.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="url">Where its document is: an absolute https URL.</param>
    /// <param name="keys">The public keys that may sign it, each a JSON Web Key (RFC 7517) obtained offline; at least one.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddDirectoryService(this IServiceCollection services, Uri url, params string[] keys)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(keys);
        services.Configure<OcmDirectoryOptions>(options =>
        {
            var service = new DirectoryServiceOptions { Url = url };
            foreach (var key in keys)
            {
                service.Keys.Add(key);
            }

            options.Services.Add(service);
        });
        return services;
    }

    /// <summary>
    /// Keeps this server's signing keys in a directory, readable by this process's account alone
    /// (<see cref="FileSigningKeyStore"/>). Several nodes need a directory that they share, or a store in a database.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="directory">The directory's path; it is made with the first key.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddSigningKeyDirectory(this IServiceCollection services, string directory)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        return services.Replace(ServiceDescriptor.Singleton<ISigningKeyStore>(_ => new FileSigningKeyStore(directory)));
    }

    private static void AddLookups(IServiceCollection services)
    {
        services.TryAddSingleton(s =>
        {
            var lookups = s.GetRequiredService<IOptions<OcmClientOptions>>().Value.Lookups;
            return new LookupGate(lookups.MaxConcurrent, lookups.MaxWaiting);
        });
        services.TryAddSingleton<LookupMetrics>();
        services.TryAddSingleton<ContactPolicies>();
        services.TryAddSingleton<DiscoveryRules>();
        services.TryAddSingleton<DiscoveryFetcher>();
        services.TryAddSingleton<IServerDiscovery, ServerDiscovery>();
        services.TryAddSingleton<PeerKeyFetcher>();
        services.TryAddSingleton<IPeerKeyResolver, PeerKeyResolver>();
    }

    private static void AddDirectories(IServiceCollection services)
    {
        services.AddOptions<OcmDirectoryOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OcmDirectoryOptions>, OcmDirectoryOptionsValidator>());
        services.TryAddSingleton<DirectoryLog>();
        services.TryAddSingleton<IServerDirectory, ServerDirectory>();
    }

    private static void AddSignatures(IServiceCollection services)
    {
        services.TryAddSingleton<SigningKeyMaker>();
        services.TryAddSingleton<ISigningKeyRing, SigningKeyRing>();
        services.TryAddSingleton<OcmRequestSigner>();
        services.TryAddSingleton<SignatureRules>();
        services.TryAddSingleton<LegacySignatures>();
        services.TryAddSingleton(s => new OcmSignatureVerifier(
            s.GetRequiredService<IPeerKeyResolver>(),
            s.GetRequiredService<IOptions<OcmClientOptions>>(),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<IMeterFactory>(),
            s.GetRequiredService<LegacySignatures>()));
    }

    private static void AddCalls(IServiceCollection services)
    {
        services.TryAddSingleton<PeerApi>();
        services.TryAddSingleton<LegacyMessageReader>();
        services.TryAddSingleton<LegacyAnswers>();
        services.TryAddSingleton<IPeerProfiles, PeerProfiles>();
        services.TryAddSingleton<FormMemory>();
        services.TryAddSingleton<ShareCalls>();
        services.TryAddSingleton<NotificationCalls>();
        services.TryAddSingleton<InviteCalls>();
        services.TryAddSingleton<ShareRequestCalls>();
        services.TryAddSingleton<TokenCalls>();
        services.TryAddSingleton<IOcmClient, OcmClient>();
    }
}
