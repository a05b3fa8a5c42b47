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
}
