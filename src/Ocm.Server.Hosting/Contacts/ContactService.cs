using Ocm.Addresses;
using Ocm.Contacts;

namespace Ocm.Server.Contacts;

/// <inheritdoc />
internal sealed class ContactService(IContactStore contacts) : IContacts
{
    public ValueTask<IReadOnlyList<Contact>> ListAsync(string userIdentifier, OcmAddress? after, int limit, CancellationToken cancellationToken) =>
        contacts.ListContactsAsync(userIdentifier, after, limit, cancellationToken);

    public ValueTask PutAsync(Contact contact, CancellationToken cancellationToken) => contacts.PutContactAsync(contact, cancellationToken);

    public ValueTask<bool> RemoveAsync(string userIdentifier, OcmAddress address, CancellationToken cancellationToken) =>
        contacts.TryRemoveContactAsync(userIdentifier, address, cancellationToken);
}
