using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ocm.Contacts;
using Ocm.Delivery;
using Ocm.Invites;
using Ocm.Peers;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Signatures;
using Ocm.Stores.Sql.Contacts;
using Ocm.Stores.Sql.Migrations;
using Ocm.Stores.Sql.Peers;
using Ocm.Stores.Sql.ShareRequests;
using Ocm.Stores.Sql.Shares;
using Ocm.Stores.Sql.Signatures;
using Ocm.Stores.Sql.Tokens;
using Ocm.Tokens;

namespace Ocm.Stores.Sql;

/// <summary>Registers all stores on one database; the packages for SQLite and PostgreSQL call it.</summary>
public static class SqlStoresServiceCollectionExtensions
{
    /// <summary>Registers all stores. A store that is registered afterwards replaces the one of the same contract.</summary>
    /// <param name="services">The services that are being registered.</param>
    /// <param name="options">How the stores work.</param>
    /// <param name="createDatabase">Makes the database; called once. The stores dispose of it.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddSqlStores(
        this IServiceCollection services, SqlStoresOptions options, Func<IServiceProvider, SqlDatabase> createDatabase)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(createDatabase);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SqlContactStore>();
        services
            .Replace(ServiceDescriptor.Singleton(provider => new SqlStoreHost(
                createDatabase(provider),
                options,
                SqlSchema.Migrations,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILoggerFactory>())))
            .Replace(ServiceDescriptor.Singleton<IShareStore, SqlShareStore>())
            .Replace(ServiceDescriptor.Singleton<IContactStore>(provider => provider.GetRequiredService<SqlContactStore>()))
            .Replace(ServiceDescriptor.Singleton<IInviteStore>(provider => provider.GetRequiredService<SqlContactStore>()))
            .Replace(ServiceDescriptor.Singleton<IInviteAcceptanceStore>(provider => provider.GetRequiredService<SqlContactStore>()))
            .Replace(ServiceDescriptor.Singleton<IGivenIdentifierStore, SqlGivenIdentifierStore>())
            .Replace(ServiceDescriptor.Singleton<IShareRequestStore, SqlShareRequestStore>())
            .Replace(ServiceDescriptor.Singleton<IAccessTokenStore, SqlAccessTokenStore>())
            .Replace(ServiceDescriptor.Singleton<ISigningKeyStore, SqlSigningKeyStore>())
            .Replace(ServiceDescriptor.Singleton<ISignatureReplayStore, SqlReplayStore>())
            .Replace(ServiceDescriptor.Singleton<IKnownServerStore, SqlKnownServerStore>());

        // Whoever asks for a part gets the share store that is registered in the end.
        services.TryAddTransient<ISentShareStore>(provider => provider.GetRequiredService<IShareStore>());
        services.TryAddTransient<IReceivedShareStore>(provider => provider.GetRequiredService<IShareStore>());
        services.TryAddTransient<IOutboxStore>(provider => provider.GetRequiredService<IShareStore>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SqlStoresStarter>());
        return services;
    }
}
