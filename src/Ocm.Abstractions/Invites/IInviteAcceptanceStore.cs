using Ocm.Contacts;

namespace Ocm.Invites;

/// <summary>
/// Keeps what users of this server are accepting at other servers. Replaced together with <see cref="IContactStore"/>: an answer
/// adds a contact in one transaction.
/// </summary>
public interface IInviteAcceptanceStore
{
    /// <summary>Adds an acceptance.</summary>
    /// <param name="acceptance">The acceptance.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False, with nothing stored, where its id is taken. Of several callers with the same id exactly one succeeds.</returns>
    ValueTask<bool> TryAddAcceptanceAsync(InviteAcceptance acceptance, CancellationToken cancellationToken = default);

    /// <summary>Leases pending acceptances that are due; one is never in two running leases, however many nodes ask at once.</summary>
    /// <param name="claim">Who asks, for how many, how long.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The acceptances, with the lease set.</returns>
    ValueTask<IReadOnlyList<InviteAcceptance>> ClaimAcceptancesAsync(InviteAcceptanceClaim claim, CancellationToken cancellationToken = default);

    /// <summary>Writes an acceptance's state, attempts, error and next attempt back after an attempt and ends the lease.</summary>
    /// <param name="acceptance">The acceptance, with the lease owner that claimed it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False, with nothing stored, where the lease is not the caller's any more.</returns>
    ValueTask<bool> TryReleaseAcceptanceAsync(InviteAcceptance acceptance, CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds the contact that an answer brought, or replaces the one with the same user and address, and removes the acceptance,
    /// in one transaction. The contact is stored whatever became of the acceptance: the answer does not come a second time.
    /// </summary>
    /// <param name="id">The acceptance.</param>
    /// <param name="contact">The new contact.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When both are stored.</returns>
    ValueTask CompleteAcceptanceAsync(string id, Contact contact, CancellationToken cancellationToken = default);

    /// <summary>Lists a user's acceptances that have not been answered, newest first.</summary>
    /// <param name="userIdentifier">The user.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The acceptances in whatever state.</returns>
    ValueTask<IReadOnlyList<InviteAcceptance>> ListAcceptancesAsync(string userIdentifier, int limit, CancellationToken cancellationToken = default);

    /// <summary>Removes an acceptance, whoever works on it.</summary>
    /// <param name="id">The acceptance.</param>
    /// <param name="userIdentifier">The user who accepted.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where there is none, or it is another user's.</returns>
    ValueTask<bool> TryRemoveAcceptanceAsync(string id, string userIdentifier, CancellationToken cancellationToken = default);

    /// <summary>Removes acceptances that failed and are long past their end, in one small batch.</summary>
    /// <param name="endedBefore">Those whose <see cref="InviteAcceptance.ExpiresAt"/> is before this moment.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> RemoveFailedAcceptancesAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken = default);
}
