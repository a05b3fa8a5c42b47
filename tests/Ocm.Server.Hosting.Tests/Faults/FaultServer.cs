using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Http;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Server.Delivery;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.Faults;

/// <summary>The server under test, and what the tests do with it.</summary>
internal static class FaultServer
{
    /// <summary>Starts a server with short waits, so that a test sees several attempts; no breaker and no retry below the outbox.</summary>
    public static Task<OcmTestServer> StartAsync(FaultyPeer peer) => OcmTestServer.StartAsync(new OcmTestServerSettings
    {
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            ocm.Services.Configure<OcmDeliveryOptions>(delivery =>
            {
                delivery.FirstRetryDelay = TimeSpan.FromMilliseconds(20);
                delivery.MaxRetryDelay = TimeSpan.FromMilliseconds(200);
                delivery.PollInterval = TimeSpan.FromMilliseconds(20);
            });
            ocm.Services.Configure<OcmHttpOptions>(http =>
            {
                peer.Allow(http);
                http.CallTimeout = TimeSpan.FromSeconds(2);
                http.MaxRetries = 0;
                http.MaxConcurrentCallsPerServer = 1;
                http.CircuitBreaker.MinimumThroughput = 1000;
            });
            ocm.Services.Configure<OcmClientOptions>(client =>
            {
                client.Lookups.Timeout = TimeSpan.FromSeconds(2);
                client.Lookups.Discovery.FailureAge = TimeSpan.FromMilliseconds(20);
                client.Lookups.Discovery.MinRefetchInterval = TimeSpan.FromSeconds(1);
                client.Lookups.Keys.FailureAge = TimeSpan.FromMilliseconds(20);
                client.Lookups.Keys.MinRefetchInterval = TimeSpan.FromSeconds(1);
            });
        },
    });

    /// <summary>Albert shares something with a user of another server.</summary>
    public static ValueTask<OcmResult<SentShare>> ShareAsync(this OcmTestServer server, OcmHost receiver, string user = "bob") =>
        server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "albert",
            ShareWith = new OcmAddress(user, receiver),
            ResourceType = ResourceType.Folder,
            ResourceId = "/papers",
            Name = "papers",
        }));

    public static async Task<SentShareStatus> StatusAsync(this OcmTestServer server, SentShare share) =>
        (await server.WithAsync<ISentShares, SentShare?>(shares => shares.FindAsync(share.ProviderId)))!.Status;

    /// <summary>What waits to be told.</summary>
    public static ValueTask<IReadOnlyList<OutboxItem>> OutboxAsync(this OcmTestServer server) =>
        server.WithAsync<IDeliveries, IReadOnlyList<OutboxItem>>(deliveries => deliveries.ListAsync(new OutboxQuery()));
}
