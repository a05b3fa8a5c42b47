using Microsoft.Extensions.Options;
using Ocm.Delivery;
using Ocm.Shares;

namespace Ocm.Server.Delivery;

/// <inheritdoc />
internal sealed class Deliveries(IShareStore store, DeliverySignal signal, TimeProvider time, IOptions<OcmDeliveryOptions> options) : IDeliveries
{
    public ValueTask<OutboxDepth> GetDepthAsync(CancellationToken cancellationToken) => store.GetDepthAsync(cancellationToken);

    public ValueTask<IReadOnlyList<OutboxItem>> ListAsync(OutboxQuery query, CancellationToken cancellationToken) =>
        store.ListAsync(query, cancellationToken);

    public async ValueTask<bool> RetryNowAsync(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = await store.TryRetryAsync(id, now, now + options.Value.MaxAge, cancellationToken).ConfigureAwait(false);
        signal.Set();
        return found;
    }

    public ValueTask<bool> GiveUpAsync(string id, CancellationToken cancellationToken) =>
        store.TryRemoveAsync(id, leaseOwner: null, cancellationToken);
}
