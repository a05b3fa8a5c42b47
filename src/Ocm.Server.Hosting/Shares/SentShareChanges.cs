using Ocm.Delivery;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Shares;

/// <summary>
/// The one way in which a sent share changes state: read, decide, compare and swap, try again where somebody was faster. What
/// an end takes with it (tokens, ssh keys) follows here, so that no caller can forget it (TOK-12).
/// </summary>
internal sealed class SentShareChanges(
    IShareStore store, IAccessTokenStore tokens, SshAccess ssh, ShareEvents events, TimeProvider time)
{
    /// <summary>Changes a share.</summary>
    /// <param name="providerId">The share.</param>
    /// <param name="decide">Gives the share as it is to be and what must be told; null leaves it as it is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The share as stored; null where there is none. And whether it was this call that changed it.</returns>
    internal async ValueTask<(SentShare? Share, bool Changed)> ChangeAsync(
        string providerId, Func<SentShare, (SentShare Share, OutboxItem? Delivery)?> decide, CancellationToken cancellationToken)
    {
        while (await store.FindSentAsync(providerId, cancellationToken).ConfigureAwait(false) is { } share)
        {
            if (decide(share) is not { } change)
            {
                return (share, false);
            }

            var changed = change.Share with { UpdatedAt = time.GetUtcNow() };
            if (await store.TryReplaceSentAsync(changed, change.Delivery, cancellationToken).ConfigureAwait(false))
            {
                await FollowAsync(share, changed, cancellationToken).ConfigureAwait(false);
                return (changed with { Version = share.Version + 1 }, true);
            }
        }

        return (null, false);
    }

    private async ValueTask FollowAsync(SentShare before, SentShare after, CancellationToken cancellationToken)
    {
        // By the status: a share that expires has given no access since its end already.
        var ends = IsOpen(before.Status) && !IsOpen(after.Status);
        if (ends)
        {
            await tokens.RemoveTokensOfShareAsync(after.ProviderId, cancellationToken).ConfigureAwait(false);
        }

        if (ends || (after.RecipientPublicKeys.Count > 0 && before.RecipientPublicKeys.Count == 0))
        {
            await ssh.FollowAsync(after, cancellationToken).ConfigureAwait(false);
        }

        if (before.Status != after.Status)
        {
            await events.ChangedAsync(after, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsOpen(SentShareStatus status) =>
        status is SentShareStatus.PendingDelivery or SentShareStatus.Sent or SentShareStatus.Accepted;
}
