using Ocm.Delivery;

namespace Ocm.Shares;

/// <summary>
/// Keeps the shares that this server created. A share and what must be told about it change in one transaction: the
/// outbox item that comes with a change is stored with it or not at all.
/// </summary>
public interface ISentShareStore
{
    /// <summary>Adds a share, and the item that delivers it, in one transaction.</summary>
    /// <param name="share">The share; stored with <see cref="SentShare.Version"/> as given.</param>
    /// <param name="delivery">What must be told to the receiving server; null for nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False, with nothing stored, where a share has this provider id or secret hash already.</returns>
    ValueTask<bool> TryAddSentAsync(SentShare share, OutboxItem? delivery, CancellationToken cancellationToken = default);

    /// <summary>Finds a share.</summary>
    /// <param name="providerId">The share, compared ordinally.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The share in whatever state, or null.</returns>
    ValueTask<SentShare?> FindSentAsync(string providerId, CancellationToken cancellationToken = default);

    /// <summary>Finds the share that a secret belongs to.</summary>
    /// <param name="secretHash">The secret's <see cref="Tokens.SecretString.Hash"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The share in whatever state, or null.</returns>
    ValueTask<SentShare?> FindSentBySecretAsync(string secretHash, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replaces a share, and adds the item that tells of the change, in one transaction, if nobody changed it in between:
    /// the stored version must equal <see cref="SentShare.Version"/> of <paramref name="share"/>, and is one higher afterwards.
    /// Of several callers with the same version exactly one succeeds. Who shares what with whom since when, and the secret's
    /// hash, never change.
    /// </summary>
    /// <param name="share">The share as it is to be, with the version that was read.</param>
    /// <param name="delivery">What must be told to the receiving server; null for nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False, with nothing stored, where the share changed in between or is not there.</returns>
    ValueTask<bool> TryReplaceSentAsync(SentShare share, OutboxItem? delivery, CancellationToken cancellationToken = default);

    /// <summary>Lists shares, newest first.</summary>
    /// <param name="query">Which shares.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>At most <see cref="SentShareQuery.Limit"/> shares; none where <see cref="SentShareQuery.After"/> is unknown.</returns>
    ValueTask<IReadOnlyList<SentShare>> ListSentAsync(SentShareQuery query, CancellationToken cancellationToken = default);

    /// <summary>Removes shares that were declined, unshared, refused or have expired, and did not change since; those first that changed longest ago.</summary>
    /// <param name="endedBefore">Only shares whose <see cref="SentShare.UpdatedAt"/> is earlier.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were removed; fewer than <paramref name="max"/> means that none is left.</returns>
    ValueTask<int> RemoveEndedSentAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken = default);
}
