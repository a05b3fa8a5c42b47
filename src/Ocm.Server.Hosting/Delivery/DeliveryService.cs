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
    OperationScopes scopes,
    DestinationWatch watch,
    DeliverySignal signal,
    TimeProvider time,
    IOptions<OcmDeliveryOptions> options,
    ILogger<DeliveryService> logger)
    : BackgroundService
{
    // A delivery that takes longer waits for a server that hangs: it keeps no other from running, up to a bound.
    private static readonly TimeSpan SlowAfter = TimeSpan.FromMilliseconds(250);
    private const int SlowFactor = 8;

    private readonly OcmDeliveryOptions _options = options.Value;
    private readonly string _owner = SecretString.Generate(22).Reveal();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new List<(Task Task, long Start)>();
        var moving = Task.CompletedTask;
        while (!stoppingToken.IsCancellationRequested)
        {
            if (moving.IsCompleted && watch.NextMove() is not null)
            {
                moving = MoveAsync(stoppingToken);
            }

            running.RemoveAll(delivery => delivery.Task.IsCompleted);
            var quick = running.Count(delivery => time.GetElapsedTime(delivery.Start) < SlowAfter);
            var room = Math.Min(_options.MaxConcurrent - quick, (_options.MaxConcurrent * SlowFactor) - running.Count);
            var claimed = room > 0 ? await ClaimAsync(room, stoppingToken).ConfigureAwait(false) : [];
            foreach (var item in claimed)
            {
                running.Add((WorkOnAsync(item, stoppingToken), time.GetTimestamp()));
            }

            try
            {
                if (room <= 0)
                {
                    await Task.WhenAny([.. running.Select(delivery => delivery.Task), Task.Delay(SlowAfter / 4, time, stoppingToken)]).ConfigureAwait(false);
                }
                else if (claimed.Count < room)
                {
                    await signal.WaitAsync(_options.PollInterval, time, stoppingToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll([moving, .. running.Select(delivery => delivery.Task)]).ConfigureAwait(false);
    }

    // Puts aside what waits for servers that do not answer, and takes it up again, in steps, so that no other change waits for long.
    private async Task MoveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var scope = scopes.Open();
            await using (scope.ConfigureAwait(false))
            {
                var store = scope.ServiceProvider.GetRequiredService<IShareStore>();
                while (watch.NextMove() is { } move)
                {
                    if (await store.RescheduleAsync(move, cancellationToken).ConfigureAwait(false) < move.Max)
                    {
                        watch.Moved(move);
                    }
                }
            }

            // What was taken up again may be due.
            signal.Set();
        }
#pragma warning disable CA1031 // The store may be away; the next look goes on with what is left.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                LogClaimFailed(e);
            }
        }
    }

    private async ValueTask<IReadOnlyList<OutboxItem>> ClaimAsync(int max, CancellationToken cancellationToken)
    {
        try
        {
            var scope = scopes.Open();
            await using (scope.ConfigureAwait(false))
            {
                var now = time.GetUtcNow();
                var claim = watch.Restrict(new OutboxClaim(_owner, now, now + _options.LeaseDuration, max));
                return await scope.ServiceProvider.GetRequiredService<IShareStore>().ClaimAsync(claim, cancellationToken).ConfigureAwait(false);
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

    private Task WorkOnAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        var isLost = watch.IsSilent(item.Destination) && item.ExpiresAt <= time.GetUtcNow();
        return !isLost && watch.TryEnter(item.Destination) ? DeliverAsync(item, cancellationToken) : PutBackAsync(item, isLost, cancellationToken);
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
        finally
        {
            watch.Leave(item.Destination);

            // The next item of the same share or server may be waiting for this one.
            signal.Set();
        }
    }

    // More for one server than it gets at once, or than one that is being tried gets: as it was, until the server has a place, or
    // given up where it is too late for a server that does not answer.
    private async Task PutBackAsync(OutboxItem item, bool isLost, CancellationToken cancellationToken)
    {
        try
        {
            var scope = scopes.Open();
            await using (scope.ConfigureAwait(false))
            {
                if (isLost)
                {
                    await scope.ServiceProvider.GetRequiredService<DeliveryAttempt>().ExpireAsync(item, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await scope.ServiceProvider.GetRequiredService<IShareStore>().TryReleaseAsync(item, cancellationToken).ConfigureAwait(false);
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
