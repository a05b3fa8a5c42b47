using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Tokens;

namespace Ocm.Server.Invites;

/// <summary>The gestures of the invite flow, called by the product's own user interface code (draft: Invite Flow).</summary>
public interface IInvites
{
    /// <summary>Makes an invite (Invite Creation Gesture).</summary>
    /// <param name="inviterIdentifier">The user who invites.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The invite; a failure where the user is not in the directory.</returns>
    ValueTask<OcmResult<Invite>> CreateAsync(string inviterIdentifier, CancellationToken cancellationToken = default);

    /// <summary>The invite in the canonical form, to be handed to the invite receiver (INV-06).</summary>
    /// <param name="invite">An invite of this server.</param>
    /// <returns>The invite string; holds the token.</returns>
    InviteString ToInviteString(Invite invite);

    /// <summary>The invite as a link to the where-are-you-from page, where there is one (INV-07).</summary>
    /// <param name="invite">An invite of this server.</param>
    /// <returns>The link, which holds the token; null without such a page.</returns>
    Uri? ToLink(Invite invite);

    /// <summary>
    /// Accepts somebody's invite: tells the inviting server and adds the contact (Invite Acceptance Gesture). The intent is stored
    /// first: where the inviting server is away (<see cref="OcmFailure.IsTransient"/>), or this one ends in between, the server
    /// goes on by itself, and <see cref="ListAcceptancesAsync"/> shows how it stands.
    /// </summary>
    /// <param name="userIdentifier">The user who accepts.</param>
    /// <param name="invite">The invite.</param>
    /// <param name="cancellationToken">Ends the wait; an acceptance that has begun goes on.</param>
    /// <returns>The new contact; a failure where the invite is not good, the inviting server not trusted, or nobody answers yet.</returns>
    ValueTask<OcmResult<Contact>> AcceptAsync(string userIdentifier, InviteString invite, CancellationToken cancellationToken = default);

    /// <summary>Lists a user's invites, newest first.</summary>
    /// <param name="inviterIdentifier">The user.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The invites in whatever state.</returns>
    ValueTask<IReadOnlyList<Invite>> ListAsync(string inviterIdentifier, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Revokes an invite that nobody accepted.</summary>
    /// <param name="inviterIdentifier">The user who made it.</param>
    /// <param name="token">The invite's token.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where there is none, it is another user's, or it was accepted.</returns>
    ValueTask<bool> RevokeAsync(string inviterIdentifier, SecretString token, CancellationToken cancellationToken = default);

    /// <summary>Lists what a user has accepted without an answer yet: pending, or given up with a reason. Newest first.</summary>
    /// <param name="userIdentifier">The user who accepted.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The acceptances.</returns>
    ValueTask<IReadOnlyList<InviteAcceptance>> ListAcceptancesAsync(string userIdentifier, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Removes an acceptance: it is not tried again. The inviting server may have taken it before.</summary>
    /// <param name="userIdentifier">The user who accepted.</param>
    /// <param name="id">The acceptance.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where there is none, or it is another user's.</returns>
    ValueTask<bool> CancelAcceptanceAsync(string userIdentifier, string id, CancellationToken cancellationToken = default);
}
