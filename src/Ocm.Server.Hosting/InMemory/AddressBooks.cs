using Ocm.Addresses;
using Ocm.Contacts;

namespace Ocm.Server.InMemory;

/// <summary>The contacts of all users, by user and by contact. Not thread-safe: its store locks.</summary>
internal sealed class AddressBooks
{
    private readonly Dictionary<string, SortedDictionary<string, Contact>> _books = [];
    private readonly Dictionary<string, Dictionary<OcmAddress, SortedSet<string>>> _holders = [];
    private readonly Dictionary<OcmHost, int> _invitedAt = [];

    internal void Put(Contact contact)
    {
        TryRemove(contact.UserIdentifier, contact.Address);
        if (!_books.TryGetValue(contact.UserIdentifier, out var book))
        {
            _books.Add(contact.UserIdentifier, book = new(StringComparer.Ordinal));
        }

        book.Add(contact.Address.ToString(), contact);
        Hold(contact);
        CountInvited(contact, 1);
    }

    internal Contact? Find(string user, OcmAddress address) =>
        _books.TryGetValue(user, out var book) ? book.GetValueOrDefault(address.ToString()) : null;

    internal List<Contact> List(string user, string? after, int limit)
    {
        IEnumerable<KeyValuePair<string, Contact>> book = _books.TryGetValue(user, out var found) ? found : [];
        return [.. book.Where(entry => after is null || string.CompareOrdinal(entry.Key, after) > 0).Take(limit).Select(entry => entry.Value)];
    }

    internal List<Contact> ListOf(OcmAddress address, int limit) =>
        _holders.TryGetValue(address.Identifier, out var parties) && parties.TryGetValue(address, out var users)
            ? [.. users.Take(limit).Select(user => _books[user][address.ToString()])]
            : [];

    internal List<OcmHost> FindServers(string identifier, int limit) =>
        _holders.TryGetValue(identifier, out var parties) ? [.. parties.Keys.Select(address => address.Host).OrderBy(host => host.Value, StringComparer.Ordinal).Take(limit)] : [];

    internal bool TryRemove(string user, OcmAddress address)
    {
        if (!_books.TryGetValue(user, out var book) || !book.Remove(address.ToString(), out var contact))
        {
            return false;
        }

        if (book.Count == 0)
        {
            _books.Remove(user);
        }

        LetGo(contact);
        CountInvited(contact, -1);
        return true;
    }

    internal bool AnyInvitedAt(OcmHost server) => _invitedAt.ContainsKey(server);

    private void Hold(Contact contact)
    {
        if (!_holders.TryGetValue(contact.Address.Identifier, out var parties))
        {
            _holders.Add(contact.Address.Identifier, parties = []);
        }

        if (!parties.TryGetValue(contact.Address, out var users))
        {
            parties.Add(contact.Address, users = new(StringComparer.Ordinal));
        }

        users.Add(contact.UserIdentifier);
    }

    private void LetGo(Contact contact)
    {
        var parties = _holders[contact.Address.Identifier];
        var users = parties[contact.Address];
        users.Remove(contact.UserIdentifier);
        if (users.Count == 0 && parties.Remove(contact.Address) && parties.Count == 0)
        {
            _holders.Remove(contact.Address.Identifier);
        }
    }

    private void CountInvited(Contact contact, int change)
    {
        if (contact.Source != ContactSource.Invite)
        {
            return;
        }

        var host = contact.Address.Host;
        var count = _invitedAt.GetValueOrDefault(host) + change;
        if (count == 0)
        {
            _invitedAt.Remove(host);
        }
        else
        {
            _invitedAt[host] = count;
        }
    }
}
