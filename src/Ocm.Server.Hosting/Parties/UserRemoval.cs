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
                InvitesRevoked = await RevokeInvitesAsync(userIdentifier, cancellationToken).ConfigureAwait(false),
                AcceptancesCancelled = await CancelAcceptancesAsync(userIdentifier, cancellationToken).ConfigureAwait(false),
                ShareRequestsDismissed = await DismissRequestsAsync(userIdentifier, cancellationToken).ConfigureAwait(false),
                SharesEnded = await UnshareAsync(userIdentifier, told, cancellationToken).ConfigureAwait(false),
                SharesGivenBack = await GiveBackAsync(userIdentifier, told, cancellationToken).ConfigureAwait(false),
                ContactsRemoved = await RemoveContactsAsync(userIdentifier, told, cancellationToken).ConfigureAwait(false),
                ServersTold = told.Count,
            };
        }
        finally
        {
            signal.Set();
        }
    }

    // Those that were accepted stay as they are: an answer that was lost is asked for again, and the user not found.
    private async ValueTask<int> RevokeInvitesAsync(string user, CancellationToken cancellationToken) =>
        inviteStores.LastOrDefault() is not { } invites ? 0 : await EndAllAsync(
            () => invites.ListOpenInvitesAsync(user, PageSize, cancellationToken),
            invite => invites.TryRevokeInviteAsync(invite.Token.Hash(), user, cancellationToken)).ConfigureAwait(false);

    private async ValueTask<int> CancelAcceptancesAsync(string user, CancellationToken cancellationToken) =>
        acceptanceStores.LastOrDefault() is not { } acceptances ? 0 : await EndAllAsync(
            () => acceptances.ListAcceptancesAsync(user, PageSize, cancellationToken),
            acceptance => acceptances.TryRemoveAcceptanceAsync(acceptance.Id, user, cancellationToken)).ConfigureAwait(false);

    private async ValueTask<int> DismissRequestsAsync(string user, CancellationToken cancellationToken) =>
        requestStores.LastOrDefault() is not { } requests ? 0 : await EndAllAsync(
            () => requests.ListPendingRequestsAsync(user, PageSize, cancellationToken),
            request => requests.TryReplaceRequestAsync(request with { Status = ReceivedShareRequestStatus.Dismissed }, cancellationToken)).ConfigureAwait(false);

    private async ValueTask<int> UnshareAsync(string user, HashSet<KnownUser> told, CancellationToken cancellationToken)
    {
        var query = new SentShareQuery
        {
            Sender = new OcmAddress(user, uris.Host),
            Statuses = [SentShareStatus.PendingDelivery, SentShareStatus.Sent, SentShareStatus.Accepted],
        };
        var unshared = 0;
        await foreach (var share in store.WalkAsync(query, cancellationToken).ConfigureAwait(false))
        {
            await TellAsync(share.GivenSenderIdentifier ?? user, share.ShareWith.Host, told, cancellationToken).ConfigureAwait(false);
            var (_, changed) = await sentShares.ChangeAsync(share.ProviderId, Unshare, cancellationToken).ConfigureAwait(false);
            unshared += changed ? 1 : 0;
        }

        return unshared;
    }

    private async ValueTask<int> GiveBackAsync(string user, HashSet<KnownUser> told, CancellationToken cancellationToken)
    {
        var query = new ReceivedShareQuery { UserIdentifier = user, Statuses = [ReceivedShareStatus.Pending, ReceivedShareStatus.Accepted] };
        var givenBack = 0;
        await foreach (var share in store.WalkAsync(query, cancellationToken).ConfigureAwait(false))
        {
            await TellAsync(share.ShareWith.Identifier, share.SendingServer, told, cancellationToken).ConfigureAwait(false);
            var (_, changed) = await receivedShares.ChangeAsync(share.Id, GiveBack, cancellationToken).ConfigureAwait(false);
            givenBack += changed ? 1 : 0;
        }

        return givenBack;
    }

    private async ValueTask<int> RemoveContactsAsync(string user, HashSet<KnownUser> told, CancellationToken cancellationToken)
    {
        var removed = 0;
        if (contactStores.LastOrDefault() is { } contacts)
        {
            removed = await EndAllAsync(
                () => contacts.ListContactsAsync(user, after: null, PageSize, cancellationToken),
                async contact =>
                {
                    // Who was only written down here never heard of the user.
                    if (contact.GivenIdentifier is { } given)
                    {
                        await TellAsync(given, contact.Address.Host, told, cancellationToken).ConfigureAwait(false);
                    }

                    return await contacts.TryRemoveContactAsync(user, contact.Address, cancellationToken).ConfigureAwait(false);
                }).ConfigureAwait(false);
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

    // What was ended is not in the next page; where nothing was, somebody else is at it.
    private static async ValueTask<int> EndAllAsync<T>(Func<ValueTask<IReadOnlyList<T>>> list, Func<T, ValueTask<bool>> end)
    {
        var ended = 0;
        for (var before = -1; ended > before;)
        {
            before = ended;
            foreach (var item in await list().ConfigureAwait(false))
            {
                ended += await end(item).ConfigureAwait(false) ? 1 : 0;
            }
        }

        return ended;
    }

    private (SentShare Share, OutboxItem? Delivery)? Unshare(SentShare share) =>
        share.IsActive(time.GetUtcNow())
            ? (share with { Status = SentShareStatus.Unshared }, items.Unattended(items.ForNotification(share, NotificationType.ShareUnshared)))
            : null;

    private (ReceivedShare Share, OutboxItem? Delivery)? GiveBack(ReceivedShare share) =>
        share.IsActive(time.GetUtcNow())
            ? (share with { Status = ReceivedShareStatus.Declined }, items.Unattended(items.ForNotification(share, NotificationType.ShareDeclined)))
            : null;

    /// <summary>A user of this server as another server knows them.</summary>
    private readonly record struct KnownUser(string Identifier, OcmHost Server);
}
