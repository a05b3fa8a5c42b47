using Ocm.Addresses;

namespace Ocm.Contacts;

/// <summary>Keeps the users' address books. Replaced together with <see cref="Invites.IInviteStore"/> and <see cref="Invites.IInviteAcceptanceStore"/>.</summary>
public interface IContactStore
{
    /// <summary>Adds a contact, or replaces the one with the same user and address.</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is stored.</returns>
    ValueTask PutContactAsync(Contact contact, CancellationToken cancellationToken = default);

    /// <summary>Finds a contact.</summary>
    /// <param name="userIdentifier">The user whose address book it is.</param>
    /// <param name="address">The contact's address.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The contact, or null.</returns>
    ValueTask<Contact?> FindContactAsync(string userIdentifier, OcmAddress address, CancellationToken cancellationToken = default);

    /// <summary>Lists a user's contacts in the order of their addresses, as the store compares text.</summary>
    /// <param name="userIdentifier">The user.</param>
    /// <param name="after">Continues after this address; null from the start.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The contacts.</returns>
    ValueTask<IReadOnlyList<Contact>> ListContactsAsync(
        string userIdentifier, OcmAddress? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Lists the address books that have a party in them: one contact for each user.</summary>
    /// <param name="address">The party's address.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The contacts, of whatever source.</returns>
    ValueTask<IReadOnlyList<Contact>> ListContactsOfAsync(OcmAddress address, int limit, CancellationToken cancellationToken = default);

    /// <summary>Finds the servers at which a party of this identifier is somebody's contact, in the order of their names, as the store compares text.</summary>
    /// <param name="identifier">What stands before the "@" of the contacts' addresses, byte for byte; a stranger chose it.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The servers, each once.</returns>
    ValueTask<IReadOnlyList<OcmHost>> FindContactServersAsync(string identifier, int limit, CancellationToken cancellationToken = default);

    /// <summary>Removes a contact.</summary>
    /// <param name="userIdentifier">The user whose address book it is.</param>
    /// <param name="address">The contact's address.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where there was none.</returns>
    ValueTask<bool> TryRemoveContactAsync(string userIdentifier, OcmAddress address, CancellationToken cancellationToken = default);

    /// <summary>Whether any user has a contact at a server that came from an invite (TRUST-02).</summary>
    /// <param name="server">The server.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True where there is at least one.</returns>
    ValueTask<bool> AnyInvitedAtAsync(OcmHost server, CancellationToken cancellationToken = default);
}
