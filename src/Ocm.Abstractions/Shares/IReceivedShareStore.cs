using Ocm.Addresses;
using Ocm.Delivery;

namespace Ocm.Shares;

/// <summary>
/// Keeps the shares that this server received. A share and what must be told about it change in one transaction: the
/// outbox item that comes with a change is stored with it or not at all.
/// </summary>
public interface IReceivedShareStore
{
    /// <summary>Adds a share.</summary>
    /// <param name="share">The share; stored with <see cref="ReceivedShare.Version"/> as given.</param>
    /// <param name="delivery">What must be told to the sending server; null for nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// False, with nothing stored, where the sending server's provider id is taken. Of several callers with the same pair
    /// exactly one succeeds.
    /// </returns>
    ValueTask<bool> TryAddReceivedAsync(ReceivedShare share, OutboxItem? delivery, CancellationToken cancellationToken = default);

    /// <summary>Finds a share by its id at this server.</summary>
    /// <param name="id">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The share in whatever state, or null.</returns>
    ValueTask<ReceivedShare?> FindReceivedAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Finds a share by its name at its sending server.</summary>
    /// <param name="sendingServer">The sending server.</param>
    /// <param name="providerId">The share's name there, compared ordinally.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The share in whatever state, or null.</returns>
    ValueTask<ReceivedShare?> FindReceivedAsync(OcmHost sendingServer, string providerId, CancellationToken cancellationToken = default);

    /// <summary>The sending servers that have a share of this name: the candidates for who may speak of it (NOTIF-05).</summary>
    /// <param name="providerId">The name, compared ordinally.</param>
    /// <param name="max">How many servers at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The servers, each once.</returns>
    ValueTask<IReadOnlyList<OcmHost>> FindSendingServersAsync(string providerId, int max, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replaces a share, and adds the item that tells of the change, in one transaction, if nobody changed it in between:
    /// the stored version must equal <see cref="ReceivedShare.Version"/> of <paramref name="share"/>, and is one higher
    /// afterwards. Of several callers with the same version exactly one succeeds. Its ids, who shares it with whom, and when it
    /// was received, never change.
    /// </summary>
    /// <param name="share">The share as it is to be, with the version that was read.</param>
    /// <param name="delivery">What must be told to the sending server; null for nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False, with nothing stored, where the share changed in between or is not there.</returns>
    ValueTask<bool> TryReplaceReceivedAsync(ReceivedShare share, OutboxItem? delivery, CancellationToken cancellationToken = default);

    /// <summary>Lists shares, newest first.</summary>
    /// <param name="query">Which shares.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>At most <see cref="ReceivedShareQuery.Limit"/> shares; none where <see cref="ReceivedShareQuery.After"/> is unknown.</returns>
    ValueTask<IReadOnlyList<ReceivedShare>> ListReceivedAsync(ReceivedShareQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes shares that were declined, unshared or have expired, and did not change since; those first that changed longest
    /// ago. Their names at the sending servers are free again.
    /// </summary>
    /// <param name="endedBefore">Only shares whose <see cref="ReceivedShare.UpdatedAt"/> is earlier.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were removed; fewer than <paramref name="max"/> means that none is left.</returns>
    ValueTask<int> RemoveEndedReceivedAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken = default);
}
