using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ocm.Delivery;
using Ocm.Server.Pipeline;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Delivery;

/// <summary>Delivers what is due, some items at once, on as many nodes as there are.</summary>
internal sealed partial class DeliveryService(
    OperationScopes scopes, DeliverySignal signal, TimeProvider time, IOptions<OcmDeliveryOptions> options, ILogger<DeliveryService> logger)
    : BackgroundService
{
    private readonly OcmDeliveryOptions _options = options.Value;
    private readonly string _owner = SecretString.Generate(22).Reveal();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new HashSet<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            running.RemoveWhere(task => task.IsCompleted);
            var room = _options.MaxConcurrent - running.Count;
            var claimed = room > 0 ? await ClaimAsync(room, stoppingToken).ConfigureAwait(false) : [];
            foreach (var item in claimed)
            {
                running.Add(DeliverAsync(item, stoppingToken));
            }

            if (claimed.Count == room && running.Count > 0)
            {
                await Task.WhenAny(running).ConfigureAwait(false);
            }
            else
            {
                try
                {
                    await signal.WaitAsync(_options.PollInterval, time, stoppingToken).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    break;
                }
            }
        }

        await Task.WhenAll(running).ConfigureAwait(false);
    }

    private async ValueTask<IReadOnlyList<OutboxItem>> ClaimAsync(int max, CancellationToken cancellationToken)
    {
        try
        {
            var scope = scopes.Open();
            await using (scope.ConfigureAwait(false))
            {
                var now = time.GetUtcNow();
                return await scope.ServiceProvider.GetRequiredService<IShareStore>()
                    .ClaimAsync(new OutboxClaim(_owner, now, now + _options.LeaseDuration, max), cancellationToken).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // The store may be away; the service outlives that.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogClaimFailed(e);
            return [];
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    private async Task DeliverAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        try
        {
            var scope = scopes.Open();
            await using (scope.ConfigureAwait(false))
            {
                if (await scope.ServiceProvider.GetRequiredService<DeliveryAttempt>().RunAsync(item, cancellationToken).ConfigureAwait(false) is { } failure)
                {
                    LogNotDelivered(item.Id, item.Attempts + 1, failure.Kind);
                }
                else
                {
                    // The next item of the same share may be waiting for this one.
                    signal.Set();
                }
            }
        }
#pragma warning disable CA1031 // One bad item must not stop the others; its lease ends by itself.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                LogDeliveryFailed(item.Id, e);
            }
        }
    }

    [LoggerMessage(2200, LogLevel.Error, "The outbox cannot be read; trying again")]
    private partial void LogClaimFailed(Exception exception);

    [LoggerMessage(2201, LogLevel.Error, "Delivering outbox item {Item} failed; it is tried again when its lease ends")]
    private partial void LogDeliveryFailed(string item, Exception exception);

    [LoggerMessage(2202, LogLevel.Information, "Outbox item {Item} was not delivered at attempt {Attempt}: {Kind}")]
    private partial void LogNotDelivered(string item, int attempt, Errors.OcmFailureKind kind);
}
