using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ocm.Errors;

namespace Ocm.Stores.Sql;

/// <summary>
/// Migrates at start-up. A database that is not there yet does not stop the server: it answers 503 until the database is
/// there. A database that these stores cannot work with does.
/// </summary>
internal sealed partial class SqlStoresStarter(SqlStoreHost host, ILogger<SqlStoresStarter> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException e)
        {
            LogUnavailable(logger, e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(2950, LogLevel.Error, "The OCM store's database is not available; requests are answered 503 until it is")]
    private static partial void LogUnavailable(ILogger logger, Exception exception);
}
