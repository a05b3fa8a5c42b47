using Microsoft.Extensions.Options;
using Ocm.Delivery;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Server.Delivery;

/// <inheritdoc />
internal sealed class Deliveries(
    IShareStore store,
    SentShareChanges sentShares,
    DestinationWatch watch,
    DeliverySignal signal,
    TimeProvider time,
    IOptions<OcmDeliveryOptions> options) : IDeliveries
{
    public ValueTask<OutboxDepth> GetDepthAsync(CancellationToken cancellationToken) => store.GetDepthAsync(cancellationToken);

    public ValueTask<IReadOnlyList<OutboxItem>> ListAsync(OutboxQuery query, CancellationToken cancellationToken) =>
        store.ListAsync(query, cancellationToken);

    public async ValueTask<bool> RetryNowAsync(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = await store.TryRetryAsync(id, now, now + options.Value.MaxAge, cancellationToken).ConfigureAwait(false);
        watch.EndPauses();
        signal.Set();
        return found;
    }

    public async ValueTask<bool> GiveUpAsync(string id, CancellationToken cancellationToken)
    {
        if (await store.ListAsync(new OutboxQuery { Id = id, Limit = 1 }, cancellationToken).ConfigureAwait(false) is not [var item])
        {
            return false;
        }

        if (item.Kind == OutboxItemKind.ShareCreation)
        {
            // First the share: where this process ends in between, the item finds nothing left to deliver.
            await sentShares.ChangeAsync(
                item.ProviderId,
                current => current.Status == SentShareStatus.PendingDelivery
                    ? (current with { Status = SentShareStatus.Refused, StatusReason = "Delivery was given up.", Secret = null }, null)
                    : null,
                cancellationToken).ConfigureAwait(false);
        }

        return await store.TryRemoveAsync(id, leaseOwner: null, cancellationToken).ConfigureAwait(false);
    }
}
