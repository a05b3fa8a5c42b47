using System.Text.Json;
using Ocm.Addresses;
using Ocm.Client.Access;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Parties;
using Ocm.Server.Delivery;
using Ocm.Server.Parties;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <inheritdoc />
internal sealed class ReceivedShares(
    IShareStore store,
    IUserDirectory users,
    LocalUsers localUsers,
    ReceivedShareAccess access,
    OutboxItems items,
    FirstAttempt firstAttempt,
    ReceivedShareChanges changes,
    NotificationGestures notifications,
    OcmServerUris uris,
    TimeProvider time) : IReceivedShares
{
    public ValueTask<OcmResult<ReceivedShare>> AcceptAsync(string id, string userIdentifier, CancellationToken cancellationToken) =>
        AnswerAsync(
            id,
            userIdentifier,
            share => share.Status == ReceivedShareStatus.Pending
                ? (share with { Status = ReceivedShareStatus.Accepted }, items.ForNotification(share, NotificationType.ShareAccepted))
                : null,
            cancellationToken);

    // NOTIF-06: leaving an accepted share is the same as declining it.
    public ValueTask<OcmResult<ReceivedShare>> DeclineAsync(string id, string userIdentifier, CancellationToken cancellationToken) =>
        AnswerAsync(
            id,
            userIdentifier,
            share => (share with { Status = ReceivedShareStatus.Declined }, items.ForNotification(share, NotificationType.ShareDeclined)),
            cancellationToken);

    public async ValueTask<ReceivedShare?> FindAsync(string id, string userIdentifier, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        var share = await store.FindReceivedAsync(id, cancellationToken).ConfigureAwait(false);
        return share is not null && await IsRecipientAsync(share, userIdentifier, cancellationToken).ConfigureAwait(false) ? share : null;
    }

    public async ValueTask<IReadOnlyList<ReceivedShare>> ListAsync(
        string userIdentifier, string? after, int limit, CancellationToken cancellationToken)
    {
        var query = new ReceivedShareQuery
        {
            UserIdentifier = userIdentifier,
            GroupIdentifiers = await users.GetGroupsAsync(userIdentifier, cancellationToken).ConfigureAwait(false),
            After = after,
            Limit = limit,
        };
        return await store.ListReceivedAsync(query, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<OcmResult<RemoteResource>> OpenAsync(string id, string userIdentifier, CancellationToken cancellationToken) =>
        await FindAsync(id, userIdentifier, cancellationToken).ConfigureAwait(false) is { } share
            ? await access.OpenAsync(share, userIdentifier, cancellationToken).ConfigureAwait(false)
            : NotFound();

    public async ValueTask<OcmResult<WebAppLaunch>> OpenWebAppAsync(
        string id, string userIdentifier, WebAppOpening opening, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(opening);
        return await FindAsync(id, userIdentifier, cancellationToken).ConfigureAwait(false) is { } share
            ? await access.OpenWebAppAsync(share, userIdentifier, opening, cancellationToken).ConfigureAwait(false)
            : NotFound();
    }

    public async ValueTask<OcmResult<SshAddress>> OpenSshAsync(string id, string userIdentifier, CancellationToken cancellationToken) =>
        await FindAsync(id, userIdentifier, cancellationToken).ConfigureAwait(false) is { } share
            ? await access.OpenSshAsync(share, userIdentifier, cancellationToken).ConfigureAwait(false)
            : NotFound();

    public async ValueTask<OcmResult<JsonElement>> OpenEmbeddedAsync(string id, string userIdentifier, CancellationToken cancellationToken) =>
        await FindAsync(id, userIdentifier, cancellationToken).ConfigureAwait(false) is { } share
            ? await access.OpenEmbeddedAsync(share, userIdentifier, cancellationToken).ConfigureAwait(false)
            : NotFound();

    public ValueTask<OcmResult<OcmUnit>> CompleteTransferAsync(string id, string userIdentifier, CancellationToken cancellationToken) =>
        TellAsync(
            id,
            userIdentifier,
            NotificationType.TransferCompleted,
            parameters: null,
            share => (share.Protocol.WebDav?.AccessTypes ?? []).Concat(share.Protocol.Ssh?.AccessTypes ?? []).Contains(AccessType.DataTransfer)
                ? null
                : new OcmFailure(OcmFailureKind.NotSupported, "The share is not offered for data transfer (datatx).") { Rule = "SHARE-32" },
            cancellationToken);

    public ValueTask<OcmResult<OcmUnit>> RequestReshareAsync(
        string id, string userIdentifier, NewReshareWish wish, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wish);
        return WishAsync(id, userIdentifier, NotificationType.RequestReshare, wish, cancellationToken);
    }

    public ValueTask<OcmResult<OcmUnit>> UndoReshareAsync(
        string id, string userIdentifier, OcmAddress shareWith, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shareWith);
        return WishAsync(id, userIdentifier, NotificationType.ReshareUndo, new NewReshareWish { ShareWith = shareWith }, cancellationToken);
    }

    public ValueTask<OcmResult<OcmUnit>> NotifyAsync(
        string id, string userIdentifier, NotificationType type, JsonElement? parameters, CancellationToken cancellationToken)
    {
        NotificationGestures.Check(type, parameters);
        return TellAsync(id, userIdentifier, type, parameters, check: null, cancellationToken);
    }

    private async ValueTask<OcmResult<OcmUnit>> WishAsync(
        string id, string userIdentifier, NotificationType type, NewReshareWish wish, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, userIdentifier, cancellationToken).ConfigureAwait(false) is not { } share)
        {
            return NotFound();
        }

        // The name by which the sender knows who asks; a group's member has one of their own.
        var asker = share.ShareType == ShareType.User
            ? share.ShareWith
            : new OcmAddress(await localUsers.KnownAsAsync(userIdentifier, share.Sender, cancellationToken).ConfigureAwait(false), uris.Host);
        return await TellAsync(
            id, userIdentifier, type, NotificationGestures.Write(wish, asker.ToString()), check: null, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<OcmResult<OcmUnit>> TellAsync(
        string id,
        string userIdentifier,
        NotificationType type,
        JsonElement? parameters,
        Func<ReceivedShare, OcmFailure?>? check,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(id, userIdentifier, cancellationToken).ConfigureAwait(false) is not { } share)
        {
            return NotFound();
        }

        if ((access.CheckState(share) ?? check?.Invoke(share)) is { } failure)
        {
            return failure;
        }

        await notifications.TellAsync(share, type, parameters, cancellationToken).ConfigureAwait(false);
        return OcmUnit.Value;
    }

    private async ValueTask<OcmResult<ReceivedShare>> AnswerAsync(
        string id, string userIdentifier, Func<ReceivedShare, (ReceivedShare Share, OutboxItem Delivery)?> answer, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, userIdentifier, cancellationToken).ConfigureAwait(false) is null)
        {
            return NotFound();
        }

        string? orderKey = null;
        var ended = false;
        var (share, changed) = await changes.ChangeAsync(
            id,
            current =>
            {
                ended = !current.IsActive(time.GetUtcNow());
                if (ended || answer(current) is not { } change)
                {
                    return null;
                }

                orderKey = change.Delivery.OrderKey;
                return change;
            },
            cancellationToken).ConfigureAwait(false);
        if (share is null || ended)
        {
            return share is null ? NotFound() : Ended();
        }

        if (changed)
        {
            await firstAttempt.RunAsync(orderKey!, cancellationToken).ConfigureAwait(false);
        }

        return share;
    }

    private async ValueTask<bool> IsRecipientAsync(ReceivedShare share, string userIdentifier, CancellationToken cancellationToken) =>
        share.ShareType == ShareType.User
            ? share.RecipientIdentifier == userIdentifier
            : (await users.GetGroupsAsync(userIdentifier, cancellationToken).ConfigureAwait(false)).Contains(share.RecipientIdentifier, StringComparer.Ordinal);

    private static OcmFailure NotFound() => new(OcmFailureKind.NotFound, "There is no such share for this user.");

    private static OcmFailure Ended() => ReceivedShareAccess.Ended();
}
