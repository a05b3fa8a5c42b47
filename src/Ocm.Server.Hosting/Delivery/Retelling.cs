using Microsoft.Extensions.Options;
using Ocm.Client;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Shares;

namespace Ocm.Server.Delivery;

/// <summary>Tells another server again what a share's state wants it to know: from the outbox where it still waits there, or anew.</summary>
internal sealed class Retelling(
    IShareStore store, FirstAttempt firstAttempt, DeliverySignal signal, IOcmClient client, TimeProvider time, IOptions<OcmDeliveryOptions> options)
{
    /// <summary>The item that was never confirmed; null where there is none.</summary>
    internal async ValueTask<OutboxItem?> FindAsync(
        string providerId, OutboxItemKind kind, NotificationType? type, ReconciliationRun run, CancellationToken cancellationToken)
    {
        var query = new OutboxQuery { Destination = run.Server, ProviderId = providerId };
        return (await store.ListAsync(query, cancellationToken).ConfigureAwait(false)).FirstOrDefault(item => item.Kind == kind && item.NotificationType == type);
    }

    /// <summary>Makes an unconfirmed item due again, also one that was given up, and tries it where the server is to be asked.</summary>
    internal async ValueTask AgainAsync(OutboxItem item, ReconciliationRun run, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await store.TryRetryAsync(item.Id, now, now + options.Value.MaxAge, cancellationToken).ConfigureAwait(false);
        await AttemptAsync(item.OrderKey, run, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes an item to the outbox and tries it where the server is to be asked.</summary>
    internal async ValueTask QueueAsync(OutboxItem item, ReconciliationRun run, CancellationToken cancellationToken)
    {
        await store.AddAsync(item, cancellationToken).ConfigureAwait(false);
        await AttemptAsync(item.OrderKey, run, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Repeats a notification that was confirmed once. Its answer is what it is sent for, so it is sent once and not kept: a
    /// server that has lost the share cannot tell who may speak of it, and refuses it for ever.
    /// </summary>
    internal async ValueTask<OcmFailure?> RepeatAsync(
        string providerId, NotificationType type, ResourceType resourceType, ReconciliationRun run, CancellationToken cancellationToken)
    {
        if (run.Silence is { } silence)
        {
            return silence;
        }

        var notification = new OcmNotification { NotificationType = type, ResourceType = resourceType, ProviderId = providerId };
        var result = await client.SendNotificationAsync(run.Server, notification, cancellationToken).ConfigureAwait(false);
        run.Note(result.Failure);
        return result.Failure;
    }

    private async ValueTask AttemptAsync(string orderKey, ReconciliationRun run, CancellationToken cancellationToken)
    {
        if (run.Silence is null)
        {
            run.Note(await firstAttempt.RunAsync(orderKey, cancellationToken).ConfigureAwait(false));
        }
        else
        {
            signal.Set();
        }
    }
}
