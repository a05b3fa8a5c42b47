using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Server.Notifications;

/// <summary>
/// Hears that a user of another server is gone (OpenAPI: USER_REMOVED): that user's shares end here, in both directions, and the
/// contacts go, because a server may give the identifier to somebody else. A handler of the vendor's own is asked instead.
/// </summary>
internal sealed class RemovedUsers(
    IShareStore store,
    SentShareChanges sentShares,
    ReceivedShareChanges receivedShares,
    IEnumerable<IContactStore> contactStores,
    IEnumerable<INotificationHandler> handlers)
{
    private const int PageSize = 200;
    private const int MaxContacts = 1000;

    internal async ValueTask<OcmResult<OcmUnit>> ReceiveAsync(
        OcmNotification notification, OcmHost server, bool isSigned, CancellationToken cancellationToken)
    {
        // Without a share there is no secret that could stand in for a signature.
        if (!isSigned)
        {
            return new OcmFailure(OcmFailureKind.Unauthenticated, "This call must be signed.");
        }

        if (notification.ResourceType is { } type && type != ResourceType.User)
        {
            return OcmFailure.Invalid("resourceType", "must be user");
        }

        if (contactStores.LastOrDefault() is not { } contacts)
        {
            return OcmFailure.Invalid("notificationType", "is not handled by this server");
        }

        var gone = new OcmAddress(notification.ProviderId, server);
        if (handlers.FirstOrDefault(handler => handler.NotificationType == NotificationType.UserRemoved) is { } handler)
        {
            var known = await contacts.ListContactsOfAsync(gone, MaxContacts, cancellationToken).ConfigureAwait(false);
            return await handler.HandleAsync(notification, new NotificationContext(server) { Contacts = known }, cancellationToken).ConfigureAwait(false);
        }

        // The contacts last: by them the server is known again, should this be told a second time.
        await UnshareAsync(gone, cancellationToken).ConfigureAwait(false);
        await EndReceivedAsync(gone, cancellationToken).ConfigureAwait(false);
        await ForgetAsync(gone, contacts, cancellationToken).ConfigureAwait(false);
        return OcmUnit.Value;
    }

    // Nobody is told: there is no one left to tell.
    private async ValueTask UnshareAsync(OcmAddress gone, CancellationToken cancellationToken)
    {
        var query = new SentShareQuery
        {
            ShareWith = gone,
            Statuses = [SentShareStatus.PendingDelivery, SentShareStatus.Sent, SentShareStatus.Accepted],
        };
        await foreach (var share in store.WalkAsync(query, cancellationToken).Where(share => share.ShareType == ShareType.User).ConfigureAwait(false))
        {
            await sentShares.ChangeAsync(
                share.ProviderId,
                current => query.Statuses.Contains(current.Status) ? (current with { Status = SentShareStatus.Unshared, Secret = null }, null) : null,
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask EndReceivedAsync(OcmAddress gone, CancellationToken cancellationToken)
    {
        var query = new ReceivedShareQuery
        {
            Sender = gone,
            Statuses = [ReceivedShareStatus.Pending, ReceivedShareStatus.Accepted],
        };
        await foreach (var share in store.WalkAsync(query, cancellationToken).ConfigureAwait(false))
        {
            await receivedShares.EndAsync(share.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask ForgetAsync(OcmAddress gone, IContactStore contacts, CancellationToken cancellationToken)
    {
        while (await contacts.ListContactsOfAsync(gone, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var contact in page)
            {
                await contacts.TryRemoveContactAsync(contact.UserIdentifier, gone, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
