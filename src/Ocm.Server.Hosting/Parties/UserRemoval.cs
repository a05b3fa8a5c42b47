using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Delivery;
using Ocm.Invites;
using Ocm.Notifications;
using Ocm.Server.Delivery;
using Ocm.Server.Shares;
using Ocm.ShareRequests;
using Ocm.Shares;

namespace Ocm.Server.Parties;

/// <inheritdoc />
internal sealed class UserRemoval(
    IShareStore store,
    SentShareChanges sentShares,
    ReceivedShareChanges receivedShares,
    OutboxItems items,
    DeliverySignal signal,
    OcmServerUris uris,
    TimeProvider time,
    IEnumerable<IContactStore> contactStores,
    IEnumerable<IInviteStore> inviteStores,
    IEnumerable<IInviteAcceptanceStore> acceptanceStores,
    IEnumerable<IShareRequestStore> requestStores,
    IEnumerable<IGivenIdentifierStore> givenStores) : IUserRemoval
{
    private const int PageSize = 200;

    public async ValueTask<UserRemovalResult> RemoveAsync(string userIdentifier, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userIdentifier);
        HashSet<KnownUser> told = [];
        try
        {
            // First what could bring anything new, last the contacts: whoever repeats this finds there whom to tell.
            return new UserRemovalResult
            {
                Invites = await CloseInvitesAsync(userIdentifier, cancellationToken).ConfigureAwait(false),
                ShareRequests = await DismissRequestsAsync(userIdentifier, cancellationToken).ConfigureAwait(false),
                Unshared = await UnshareAsync(userIdentifier, told, cancellationToken).ConfigureAwait(false),
                GivenBack = await GiveBackAsync(userIdentifier, told, cancellationToken).ConfigureAwait(false),
                Contacts = await RemoveContactsAsync(userIdentifier, told, cancellationToken).ConfigureAwait(false),
                Told = told.Count,
            };
        }
        finally
        {
            signal.Set();
        }
    }

    private async ValueTask<int> CloseInvitesAsync(string user, CancellationToken cancellationToken)
    {
        var closed = 0;
        if (inviteStores.LastOrDefault() is { } invites)
        {
            // Those that were accepted stay as they are: an answer that was lost is asked for again, and the user not found.
            foreach (var invite in (await invites.ListInvitesAsync(user, int.MaxValue, cancellationToken).ConfigureAwait(false)).Where(invite => invite.AcceptedBy is null))
            {
                closed += await invites.TryRevokeInviteAsync(invite.Token.Hash(), user, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }
        }

        if (acceptanceStores.LastOrDefault() is { } acceptances)
        {
            foreach (var acceptance in await acceptances.ListAcceptancesAsync(user, int.MaxValue, cancellationToken).ConfigureAwait(false))
            {
                closed += await acceptances.TryRemoveAcceptanceAsync(acceptance.Id, user, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }
        }

        return closed;
    }

    private async ValueTask<int> DismissRequestsAsync(string user, CancellationToken cancellationToken)
    {
        var dismissed = 0;
        if (requestStores.LastOrDefault() is { } requests)
        {
            foreach (var request in (await requests.ListRequestsAsync(user, int.MaxValue, cancellationToken).ConfigureAwait(false))
                .Where(request => request.Status == ReceivedShareRequestStatus.Pending))
            {
                dismissed += await requests.TryReplaceRequestAsync(
                    request with { Status = ReceivedShareRequestStatus.Dismissed }, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }
        }

        return dismissed;
    }

    private async ValueTask<int> UnshareAsync(string user, HashSet<KnownUser> told, CancellationToken cancellationToken)
    {
        var query = new SentShareQuery
        {
            Sender = new OcmAddress(user, uris.Host),
            Statuses = [SentShareStatus.PendingDelivery, SentShareStatus.Sent, SentShareStatus.Accepted],
            Limit = PageSize,
        };
        var unshared = 0;
        while (await store.ListSentAsync(query, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var share in page)
            {
                await TellAsync(share.GivenSender ?? user, share.ShareWith.Host, told, cancellationToken).ConfigureAwait(false);
                var (_, changed) = await sentShares.ChangeAsync(share.ProviderId, Unshare, cancellationToken).ConfigureAwait(false);
                unshared += changed ? 1 : 0;
            }

            query = query with { After = page[^1].ProviderId };
        }

        return unshared;
    }

    private async ValueTask<int> GiveBackAsync(string user, HashSet<KnownUser> told, CancellationToken cancellationToken)
    {
        var query = new ReceivedShareQuery
        {
            UserIdentifier = user,
            Statuses = [ReceivedShareStatus.Pending, ReceivedShareStatus.Accepted],
            Limit = PageSize,
        };
        var givenBack = 0;
        while (await store.ListReceivedAsync(query, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var share in page)
            {
                await TellAsync(share.ShareWith.Identifier, share.SendingServer, told, cancellationToken).ConfigureAwait(false);
                var (_, changed) = await receivedShares.ChangeAsync(share.Id, GiveBack, cancellationToken).ConfigureAwait(false);
                givenBack += changed ? 1 : 0;
            }

            query = query with { After = page[^1].Id };
        }

        return givenBack;
    }

    private async ValueTask<int> RemoveContactsAsync(string user, HashSet<KnownUser> told, CancellationToken cancellationToken)
    {
        var removed = 0;
        if (contactStores.LastOrDefault() is { } contacts)
        {
            while (await contacts.ListContactsAsync(user, after: null, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
            {
                foreach (var contact in page)
                {
                    // Who was only written down here never heard of the user.
                    if (contact.GivenIdentifier is { } given)
                    {
                        await TellAsync(given, contact.Address.Host, told, cancellationToken).ConfigureAwait(false);
                    }

                    removed += await contacts.TryRemoveContactAsync(user, contact.Address, cancellationToken).ConfigureAwait(false) ? 1 : 0;
                }
            }
        }

        if (givenStores.LastOrDefault() is { } identifiers)
        {
            await identifiers.RemoveGivenIdentifiersAsync(user, cancellationToken).ConfigureAwait(false);
        }

        return removed;
    }

    private async ValueTask TellAsync(string identifier, OcmHost server, HashSet<KnownUser> told, CancellationToken cancellationToken)
    {
        if (told.Add(new KnownUser(identifier, server)))
        {
            await store.AddAsync(items.ForRemovedUser(identifier, server), cancellationToken).ConfigureAwait(false);
        }
    }

    private (SentShare Share, OutboxItem? Delivery)? Unshare(SentShare share)
    {
        var now = time.GetUtcNow();
        return share.IsActive(now)
            ? (share with { Status = SentShareStatus.Unshared }, items.ForNotification(share, NotificationType.ShareUnshared) with { NextAttemptAt = now })
            : null;
    }

    private (ReceivedShare Share, OutboxItem? Delivery)? GiveBack(ReceivedShare share)
    {
        var now = time.GetUtcNow();
        return share.IsActive(now)
            ? (share with { Status = ReceivedShareStatus.Declined }, items.ForNotification(share, NotificationType.ShareDeclined) with { NextAttemptAt = now })
            : null;
    }

    /// <summary>A user of this server as another server knows them.</summary>
    private readonly record struct KnownUser(string Identifier, OcmHost Server);
}
