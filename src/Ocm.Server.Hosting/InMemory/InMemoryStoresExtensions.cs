using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Ocm.Contacts;
using Ocm.Delivery;
using Ocm.Invites;
using Ocm.Peers;
using Ocm.Server;
using Ocm.Server.InMemory;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Signatures;
using Ocm.Tokens;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers stores that live in this process's memory.</summary>
public static class InMemoryStoresExtensions
{
    /// <summary>
    /// Keeps everything in memory: for tests, demonstrations and single processes that may forget. All guarantees of the
    /// store contracts hold but durability; a warning (event 2900) says so at start-up. A store that is registered
    /// afterwards replaces the one of the same contract.
    /// </summary>
    /// <param name="builder">The server that is being put together.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddInMemoryStores(this IOcmServerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<InMemoryContactStore>();
        services
            .Replace(ServiceDescriptor.Singleton<IShareStore, InMemoryShareStore>())
            .Replace(ServiceDescriptor.Singleton<IContactStore>(provider => provider.GetRequiredService<InMemoryContactStore>()))
            .Replace(ServiceDescriptor.Singleton<IInviteStore>(provider => provider.GetRequiredService<InMemoryContactStore>()))
            .Replace(ServiceDescriptor.Singleton<IInviteAcceptanceStore>(provider => provider.GetRequiredService<InMemoryContactStore>()))
            .Replace(ServiceDescriptor.Singleton<IGivenIdentifierStore, InMemoryGivenIdentifierStore>())
            .Replace(ServiceDescriptor.Singleton<IShareRequestStore, InMemoryShareRequestStore>())
            .Replace(ServiceDescriptor.Singleton<IAccessTokenStore, InMemoryAccessTokenStore>())
            .Replace(ServiceDescriptor.Singleton<ISigningKeyStore, InMemorySigningKeyStore>())
            .Replace(ServiceDescriptor.Singleton<ISignatureReplayStore, InMemoryReplayStore>())
            .Replace(ServiceDescriptor.Singleton<IKnownServerStore, InMemoryKnownServerStore>());

        // Whoever asks for a part gets the share store that is registered in the end.
        services.TryAddTransient<ISentShareStore>(provider => provider.GetRequiredService<IShareStore>());
        services.TryAddTransient<IReceivedShareStore>(provider => provider.GetRequiredService<IShareStore>());
        services.TryAddTransient<IOutboxStore>(provider => provider.GetRequiredService<IShareStore>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, InMemoryStoresWarning>());
        return builder;
    }
}
