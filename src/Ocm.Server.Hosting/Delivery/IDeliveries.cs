using Ocm.Delivery;

namespace Ocm.Server.Delivery;

/// <summary>What waits to be told to other servers, for an operator's page or a support tool.</summary>
public interface IDeliveries
{
    /// <summary>How many items wait, and since when.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The depth of the outbox.</returns>
    ValueTask<OutboxDepth> GetDepthAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists items, oldest first, with their attempts and last error.</summary>
    /// <param name="query">Which items.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The items.</returns>
    ValueTask<IReadOnlyList<OutboxItem>> ListAsync(OutboxQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes an item due now, also one that was given up. Servers that are left alone because they did not answer are tried
    /// again at once.
    /// </summary>
    /// <param name="id">The item.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where it is gone or under way.</returns>
    ValueTask<bool> RetryNowAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Removes an item: the other server is not told. A share that waited for its delivery is then refused.</summary>
    /// <param name="id">The item.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where it is gone.</returns>
    ValueTask<bool> GiveUpAsync(string id, CancellationToken cancellationToken = default);
}
