using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ocm.Server.InMemory;

/// <summary>Tells the operator once, at start-up, that nothing is durable.</summary>
internal sealed partial class InMemoryStoresWarning(ILogger<InMemoryStoresWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogInMemory(logger);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(2900, LogLevel.Warning, "OCM keeps shares, contacts, keys and deliveries in memory only: all of it is lost when this process ends")]
    private static partial void LogInMemory(ILogger logger);
}
