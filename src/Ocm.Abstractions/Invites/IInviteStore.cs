using Ocm.Contacts;

namespace Ocm.Invites;

/// <summary>Keeps the invites that this server's users made. Replaced together with <see cref="IContactStore"/>.</summary>
public interface IInviteStore
{
    /// <summary>Adds an invite.</summary>
    /// <param name="invite">The invite.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is stored.</returns>
    ValueTask AddInviteAsync(Invite invite, CancellationToken cancellationToken = default);

    /// <summary>Finds an invite.</summary>
    /// <param name="tokenHash">The token's <see cref="Tokens.SecretString.Hash"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The invite in whatever state, or null.</returns>
    ValueTask<Invite?> FindInviteAsync(string tokenHash, CancellationToken cancellationToken = default);

    /// <summary>
    /// Marks an invite as accepted and adds the contact, in one transaction. Of all callers that ever try, on however many
    /// nodes, exactly one gets <see cref="InviteAcceptanceOutcome.Accepted"/>; for the others nothing changes. An invite that was
    /// accepted stays <see cref="InviteAcceptanceOutcome.AlreadyAccepted"/> after its end.
    /// </summary>
    /// <param name="tokenHash">The token's <see cref="Tokens.SecretString.Hash"/>.</param>
    /// <param name="contact">Who accepts, as a contact of the inviting user.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether the caller is the one.</returns>
    ValueTask<InviteAcceptanceOutcome> TryAcceptInviteAsync(
        string tokenHash, Contact contact, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Lists a user's invites, newest first.</summary>
    /// <param name="inviterIdentifier">The user.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The invites in whatever state.</returns>
    ValueTask<IReadOnlyList<Invite>> ListInvitesAsync(string inviterIdentifier, int limit, CancellationToken cancellationToken = default);

    /// <summary>Lists a user's invites that nobody accepted, newest first.</summary>
    /// <param name="inviterIdentifier">The user.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The invites, expired ones among them.</returns>
    ValueTask<IReadOnlyList<Invite>> ListOpenInvitesAsync(string inviterIdentifier, int limit, CancellationToken cancellationToken = default);

    /// <summary>Revokes an invite that nobody accepted.</summary>
    /// <param name="tokenHash">The token's <see cref="Tokens.SecretString.Hash"/>.</param>
    /// <param name="inviterIdentifier">The user who made it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where there is none, it is another user's, or it was accepted.</returns>
    ValueTask<bool> TryRevokeInviteAsync(string tokenHash, string inviterIdentifier, CancellationToken cancellationToken = default);

    /// <summary>Removes invites that ended long ago, in one small batch.</summary>
    /// <param name="endedBefore">Those that expired before this moment.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> RemoveExpiredInvitesAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken = default);
}
