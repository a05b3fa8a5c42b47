using Ocm.Client;
using Ocm.Client.Http;
using Ocm.Server;
using Ocm.Server.Delivery;

namespace Ocm.Crash.Writer;

/// <summary>Short waits, so that a test sees what happens after a crash within seconds; no breaker and no retry below the outbox.</summary>
public static class ShortWaits
{
    public static void Configure(IOcmServerBuilder ocm, bool waitForFirstAttempt)
    {
        ArgumentNullException.ThrowIfNull(ocm);
        ocm.Services.Configure<OcmDeliveryOptions>(delivery =>
        {
            delivery.WaitForFirstAttempt = waitForFirstAttempt;
            delivery.FirstRetryDelay = TimeSpan.FromMilliseconds(50);
            delivery.MaxRetryDelay = TimeSpan.FromMilliseconds(400);
            delivery.PollInterval = TimeSpan.FromMilliseconds(50);
            delivery.LeaseDuration = TimeSpan.FromSeconds(2);
            delivery.MaxRefusals = 8;
        });
        ocm.Services.Configure<OcmHttpOptions>(http =>
        {
            http.CallTimeout = TimeSpan.FromSeconds(1.9); // shorter than the lease
            http.MaxRetries = 0;
            http.CircuitBreaker.MinimumThroughput = 1_000_000;
        });
        ocm.Services.Configure<OcmClientOptions>(client =>
        {
            client.Lookups.Discovery.FailureAge = TimeSpan.FromMilliseconds(50);
            client.Lookups.Keys.FailureAge = TimeSpan.FromMilliseconds(50);
            client.Lookups.Discovery.MinRefetchInterval = TimeSpan.FromSeconds(1);
            client.Lookups.Keys.MinRefetchInterval = TimeSpan.FromSeconds(1);
        });
    }
}
