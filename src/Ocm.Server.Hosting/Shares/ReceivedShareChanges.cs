using Ocm.Delivery;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>The one way in which a received share changes state: read, decide, compare and swap, try again where somebody was faster.</summary>
internal sealed class ReceivedShareChanges(IShareStore store, ShareEvents events, TimeProvider time)
{
    /// <summary>Changes a share.</summary>
    /// <param name="id">The share.</param>
    /// <param name="decide">Gives the share as it is to be and what must be told; null leaves it as it is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The share as stored; null where there is none. And whether it was this call that changed it.</returns>
    internal async ValueTask<(ReceivedShare? Share, bool Changed)> ChangeAsync(
        string id, Func<ReceivedShare, (ReceivedShare Share, OutboxItem? Delivery)?> decide, CancellationToken cancellationToken)
    {
        while (await store.FindReceivedAsync(id, cancellationToken).ConfigureAwait(false) is { } share)
        {
            if (decide(share) is not { } change)
            {
                return (share, false);
            }

            var changed = change.Share with { UpdatedAt = time.GetUtcNow() };
            if (await store.TryReplaceReceivedAsync(changed, change.Delivery, cancellationToken).ConfigureAwait(false))
            {
                if (share.Status != changed.Status)
                {
                    await events.ChangedAsync(changed, cancellationToken).ConfigureAwait(false);
                }

                return (changed with { Version = share.Version + 1 }, true);
            }
        }

        return (null, false);
    }

    /// <summary>Ends a share that its sender has ended; one that has ended already stays as it is.</summary>
    /// <param name="id">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>As <see cref="ChangeAsync"/>.</returns>
    internal ValueTask<(ReceivedShare? Share, bool Changed)> EndAsync(string id, CancellationToken cancellationToken) => ChangeAsync(
        id,
        current => current.Status is ReceivedShareStatus.Pending or ReceivedShareStatus.Accepted
            ? (current with { Status = ReceivedShareStatus.Unshared }, null)
            : null,
        cancellationToken);
}
