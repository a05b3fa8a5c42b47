using Ocm.Addresses;
using Ocm.Contacts;

namespace Ocm.Server.Contacts;

/// <summary>A user's address book, called by the product's own user interface code (draft: Addition into address books).</summary>
public interface IContacts
{
    /// <summary>Lists a user's contacts in the order of their addresses.</summary>
    /// <param name="userIdentifier">The user.</param>
    /// <param name="after">Continues after this address; null from the start.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The contacts.</returns>
    ValueTask<IReadOnlyList<Contact>> ListAsync(
        string userIdentifier, OcmAddress? after = null, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Adds or changes a contact.</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is stored.</returns>
    ValueTask PutAsync(Contact contact, CancellationToken cancellationToken = default);

    /// <summary>Removes a contact; the other side is not told (INV-10).</summary>
    /// <param name="userIdentifier">The user.</param>
    /// <param name="address">The contact's address.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where there was none.</returns>
    ValueTask<bool> RemoveAsync(string userIdentifier, OcmAddress address, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes a contact and ends what the two shared, in one gesture: the contact first, so that nothing new comes in between,
    /// then the shares. It may be repeated; shares are ended even where the contact is gone already.
    /// </summary>
    /// <param name="userIdentifier">The user.</param>
    /// <param name="address">The contact's address.</param>
    /// <param name="removal">What ends with the contact.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was done.</returns>
    ValueTask<ContactRemovalResult> RemoveAsync(
        string userIdentifier, OcmAddress address, ContactRemoval removal, CancellationToken cancellationToken = default);

    /// <summary>Writes a user's whole address book as JSContact cards, one for each contact (RFC 9553; CONT-01).</summary>
    /// <param name="userIdentifier">The user.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The cards.</returns>
    ValueTask<IReadOnlyList<JsContactCard>> ExportAsync(string userIdentifier, CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds the OCM addresses of JSContact cards to a user's address book. A contact that is there already keeps its source and
    /// trust and takes label, name and mail address from the card where the card has them.
    /// </summary>
    /// <param name="userIdentifier">The user.</param>
    /// <param name="cards">The cards; read them with <c>OcmJson</c>.</param>
    /// <param name="isOwnExport">
    /// Whether what the cards say of trust is believed, because they are an export of this very address book. When false, the
    /// default, nobody becomes trusted by a card, and an address that says it came by an invite becomes one of direct entry: it
    /// would otherwise pass for an invite that never was.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The contacts as they are now.</returns>
    ValueTask<IReadOnlyList<Contact>> ImportAsync(
        string userIdentifier, IEnumerable<JsContactCard> cards, bool isOwnExport = false, CancellationToken cancellationToken = default);
}
