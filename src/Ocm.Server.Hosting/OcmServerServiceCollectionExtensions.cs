using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Ocm.Client;
using Ocm.Client.Access;
using Ocm.Client.Peers;
using Ocm.Peers;
using Ocm.Server;
using Ocm.Server.Access;
using Ocm.Server.Contacts;
using Ocm.Server.Delivery;
using Ocm.Server.Discovery;
using Ocm.Server.Invites;
using Ocm.Server.Notifications;
using Ocm.Server.Parties;
using Ocm.Server.Peers;
using Ocm.Server.Pipeline;
using Ocm.Server.ShareRequests;
using Ocm.Server.Shares;
using Ocm.Server.Signatures;
using Ocm.Server.Tokens;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers an OCM server.</summary>
public static class OcmServerServiceCollectionExtensions
{
    /// <summary>
    /// Adds an OCM server: endpoints (mapped by <c>app.MapOcm()</c>), gestures (<see cref="ISentShares"/>,
    /// <see cref="IReceivedShares"/>, <see cref="IInvites"/>, <see cref="IShareRequests"/>) and the authentication of
    /// receiving servers. Add at least a user directory, stores and a protocol to the builder that it gives.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets the options; <see cref="OcmServerOptions.PublicOrigin"/> is required.</param>
    /// <returns>The builder, on which everything else is registered.</returns>
    public static IOcmServerBuilder AddOcmServer(this IServiceCollection services, Action<OcmServerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new OcmServerBuilder(services);
        services.AddOptions<OcmServerOptions>().Configure(configure).ValidateOnStart();
        if (services.Any(service => service.ServiceType == typeof(OcmPipeline)))
        {
            return builder;
        }

        services.AddOcmClient();
        services.AddSingleton<IConfigureOptions<OcmClientOptions>, ClientOptionsFromServer>();
        services.AddSingleton<IConfigureOptions<OcmAccessOptions>, AccessOptionsFromServer>();
        services.AddSingleton<IValidateOptions<OcmServerOptions>, OcmServerOptionsValidator>();
        services.AddSingleton<IValidateOptions<OcmDeliveryOptions>, OcmDeliveryOptionsValidator>();
        services.AddOptions<OcmDeliveryOptions>().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        AddPipeline(services);
        AddCriteria(services);
        AddOperations(services);
        return builder;
    }

    private static void AddPipeline(IServiceCollection services)
    {
        services.AddSingleton<OcmServerUris>();
        services.AddSingleton<OperationScopes>();
        services.AddSingleton<OcmServerMetrics>();
        services.AddSingleton<OcmPipeline>();
        services.AddSingleton<TrustDecision>();
        services.AddSingleton<KnownServerFeed>();
        services.AddSingleton<IPeerCallObserver>(provider => provider.GetRequiredService<KnownServerFeed>());
        services.AddHostedService(provider => provider.GetRequiredService<KnownServerFeed>());
        services.AddSingleton<ITrust>(provider => provider.GetRequiredService<TrustDecision>());
        services.AddSingleton<OwnDiscoveryDocument>();
        services.AddSingleton<DiscoveryEndpoint>();
        services.AddSingleton<JwksEndpoint>();
        services.AddSingleton<SharesEndpoint>();
        services.AddSingleton<NotificationsEndpoint>();
        services.AddSingleton<InviteAcceptedEndpoint>();
        services.AddSingleton<RequestShareEndpoint>();
        services.AddSingleton<TokenEndpoint>();
        services.AddHostedService<StartupCheck>();
        services.AddHostedService<OlderClientsCheck>();
    }

    // Each criterion is registered from the option that switches it on: what is enforced is what is advertised.
    private static void AddCriteria(IServiceCollection services)
    {
        services.AddSingleton<CriterionSet>();
        services.AddSingleton<ServerTrustPolicy>();
        services.AddSingleton<ITrustPolicy>(provider => provider.GetRequiredService<ServerTrustPolicy>());
    }

    private static void AddOperations(IServiceCollection services)
    {
        services.AddSingleton<OlderServers>();
        services.AddSingleton<SharePreflight>();
        services.AddSingleton<ShareReceptionRules>();
        services.AddSingleton<OutboxItems>();
        services.AddSingleton<RetryRules>();
        services.AddSingleton<DestinationWatch>();
        services.AddSingleton<DeliverySignal>();
        services.AddHostedService<DeliveryService>();
        services.AddHostedService<InviteAcceptanceService>();
        services.AddHostedService<SigningKeyUpkeep>();
        services.AddSingleton<SshAccess>();
        services.AddSingleton<JwtAccessTokens>();
        services.AddSingleton<ExpiryService>();
        services.AddHostedService(provider => provider.GetRequiredService<ExpiryService>());

        // One operation, one scope: stores may be as short-lived as a DbContext.
        services.AddScoped<LocalUsers>();
        services.AddScoped<ShareEvents>();
        services.AddScoped<SentShareChanges>();
        services.AddScoped<ReceivedShareChanges>();
        services.AddScoped<EscapedRecipients>();
        services.AddScoped<ShareReception>();
        services.AddScoped<IShareDiscardPolicy, ForeignOwnerPolicy>();
        services.AddScoped<NotificationReception>();
        services.AddScoped<RemovedUsers>();
        services.AddScoped<ReshareWishes>();
        services.AddScoped<NotificationGestures>();
        services.AddScoped<PermissionChanges>();
        services.AddScoped<LegacyParameters>();
        services.AddScoped<AnsweredReshares>();
        services.AddScoped<TokenIssuer>();
        services.AddScoped<ShareCredentials>();
        services.AddScoped<WebAppSessions>();
        services.AddScoped<ReceivedShareAccess>();
        services.AddScoped<DeliveryAttempt>();
        services.AddScoped<FirstAttempt>();
        services.AddScoped<InviteAcceptanceAttempt>();
        services.AddScoped<IDeliveries, Deliveries>();
        services.AddScoped<Retelling>();
        services.AddScoped<SentShareComparison>();
        services.AddScoped<ReceivedShareComparison>();
        services.AddSingleton<IReconciliation, Reconciliation>();
        services.AddSingleton<ShareProbe>();
        services.AddScoped<ISentShares, SentShares>();
        services.AddScoped<IReceivedShares, ReceivedShares>();
        services.AddScoped<IInvites, InviteService>();
        services.AddScoped<IWayf, Wayf>();
        services.AddScoped<IContacts, ContactService>();
        services.AddScoped<IUserRemoval, UserRemoval>();
        services.AddScoped<IShareRequests, ShareRequestService>();
    }
}
