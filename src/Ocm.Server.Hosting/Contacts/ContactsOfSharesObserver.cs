using Ocm.Contacts;
using Ocm.Shares;

namespace Ocm.Server.Contacts;

/// <summary>Puts the sender of a share that a user accepted into that user's address book, if it is not there (source <c>share</c>).</summary>
internal sealed class ContactsOfSharesObserver(IContactStore contacts, TimeProvider time) : IShareObserver
{
    public async ValueTask OnReceivedChangedAsync(ReceivedShare share, CancellationToken cancellationToken = default)
    {
        if (share.Status != ReceivedShareStatus.Accepted || share.ShareType != ShareType.User
            || await contacts.FindContactAsync(share.RecipientIdentifier, share.Sender, cancellationToken).ConfigureAwait(false) is not null)
        {
            return;
        }

        await contacts.PutContactAsync(
            new Contact
            {
                UserIdentifier = share.RecipientIdentifier,
                Address = share.Sender,
                DisplayName = share.SenderDisplayName,
                Source = ContactSource.Share,
                GivenIdentifier = share.ShareWith.Identifier,
                AddedAt = time.GetUtcNow(),
            },
            cancellationToken).ConfigureAwait(false);
    }
}
