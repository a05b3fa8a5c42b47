using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Server.Contacts;

/// <inheritdoc />
internal sealed class ContactService(
    IContactStore contacts, IShareStore store, ISentShares sent, IReceivedShares received, OcmServerUris uris, TimeProvider time) : IContacts
{
    private const int PageSize = 200;

    public ValueTask<IReadOnlyList<Contact>> ListAsync(string userIdentifier, OcmAddress? after, int limit, CancellationToken cancellationToken) =>
        contacts.ListContactsAsync(userIdentifier, after, limit, cancellationToken);

    public ValueTask PutAsync(Contact contact, CancellationToken cancellationToken) => contacts.PutContactAsync(contact, cancellationToken);

    public ValueTask<bool> RemoveAsync(string userIdentifier, OcmAddress address, CancellationToken cancellationToken) =>
        contacts.TryRemoveContactAsync(userIdentifier, address, cancellationToken);

    public async ValueTask<ContactRemovalResult> RemoveAsync(
        string userIdentifier, OcmAddress address, ContactRemoval removal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        var wasContact = await contacts.TryRemoveContactAsync(userIdentifier, address, cancellationToken).ConfigureAwait(false);
        var (unshared, failed) = removal.HasFlag(ContactRemoval.Unshare)
            ? await UnshareAsync(userIdentifier, address, cancellationToken).ConfigureAwait(false)
            : (0, 0);
        var (discarded, kept) = removal.HasFlag(ContactRemoval.DiscardReceived)
            ? await DiscardAsync(userIdentifier, address, cancellationToken).ConfigureAwait(false)
            : (0, 0);
        return new ContactRemovalResult(wasContact, unshared, discarded, failed + kept);
    }

    public async ValueTask<IReadOnlyList<JsContactCard>> ExportAsync(string userIdentifier, CancellationToken cancellationToken)
    {
        List<JsContactCard> cards = [];
        OcmAddress? after = null;
        while (true)
        {
            var page = await contacts.ListContactsAsync(userIdentifier, after, PageSize, cancellationToken).ConfigureAwait(false);
            cards.AddRange(page.Select(JsContactCard.Of));
            if (page.Count < PageSize)
            {
                return cards;
            }

            after = page[^1].Address;
        }
    }

    public async ValueTask<IReadOnlyList<Contact>> ImportAsync(
        string userIdentifier, IEnumerable<JsContactCard> cards, bool isOwnExport, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userIdentifier);
        ArgumentNullException.ThrowIfNull(cards);
        List<Contact> imported = [];
        foreach (var claimed in cards.SelectMany(card => card.ToContacts(userIdentifier, time.GetUtcNow())))
        {
            var known = await contacts.FindContactAsync(userIdentifier, claimed.Address, cancellationToken).ConfigureAwait(false);
            var contact = known is null ? isOwnExport ? claimed : WithoutClaims(claimed) : Merge(known, claimed);
            await contacts.PutContactAsync(contact, cancellationToken).ConfigureAwait(false);
            imported.Add(contact);
        }

        return imported;
    }

    private static Contact WithoutClaims(Contact claimed) => claimed with
    {
        Trusted = false,
        Source = claimed.Source == ContactSource.Invite ? ContactSource.DirectEntry : claimed.Source,
    };

    private static Contact Merge(Contact known, Contact card) => known with
    {
        Label = card.Label ?? known.Label,
        DisplayName = card.DisplayName ?? known.DisplayName,
        Email = card.Email ?? known.Email,
    };

    private async ValueTask<(int Ended, int Failed)> UnshareAsync(string user, OcmAddress address, CancellationToken cancellationToken)
    {
        var query = new SentShareQuery
        {
            Sender = new OcmAddress(user, uris.Host),
            ShareWith = address,
            Statuses = [SentShareStatus.PendingDelivery, SentShareStatus.Sent, SentShareStatus.Accepted],
        };
        var (ended, failed) = (0, 0);
        await foreach (var share in store.WalkAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (share.ShareType == ShareType.User && share.IsActive(time.GetUtcNow()))
            {
                var isEnded = (await sent.UnshareAsync(share.ProviderId, cancellationToken).ConfigureAwait(false)).IsSuccess;
                (ended, failed) = isEnded ? (ended + 1, failed) : (ended, failed + 1);
            }
        }

        return (ended, failed);
    }

    // A share to one of the user's groups is the group's, and stays.
    private async ValueTask<(int Ended, int Failed)> DiscardAsync(string user, OcmAddress address, CancellationToken cancellationToken)
    {
        var query = new ReceivedShareQuery
        {
            UserIdentifier = user,
            Sender = address,
            Statuses = [ReceivedShareStatus.Pending, ReceivedShareStatus.Accepted],
        };
        var (ended, failed) = (0, 0);
        await foreach (var share in store.WalkAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (share.ShareType == ShareType.User && share.IsActive(time.GetUtcNow()))
            {
                var isEnded = (await received.DeclineAsync(share.Id, user, cancellationToken).ConfigureAwait(false)).IsSuccess;
                (ended, failed) = isEnded ? (ended + 1, failed) : (ended, failed + 1);
            }
        }

        return (ended, failed);
    }
}
