using System.Buffers.Text;
using System.Security.Cryptography;
using Ocm.Addresses;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Parties;
using Ocm.Peers;
using Ocm.Serialization;
using Ocm.Server.Delivery;
using Ocm.Server.Parties;
using Ocm.Server.Peers;
using Ocm.Server.Pipeline;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>Takes a share that a verified server offers: the rules, the recipient, the criteria, the discard policies, the store.</summary>
internal sealed class ShareReception(
    IShareStore store,
    LocalUsers localUsers,
    EscapedRecipients escapedRecipients,
    IUserDirectory users,
    ShareReceptionRules rules,
    CriterionSet criteria,
    TrustDecision trust,
    IEnumerable<IShareDiscardPolicy> discardPolicies,
    IEnumerable<IAutoAcceptPolicy> autoAccept,
    IEnumerable<IRecipientKeyDirectory> keys,
    OutboxItems items,
    DeliverySignal signal,
    ShareEvents events,
    OcmServerUris uris,
    TimeProvider time)
{
    internal async ValueTask<OcmResult<ShareCreationResponse>> ReceiveAsync(
        ShareCreationNotification offer, IncomingMessage message, CancellationToken cancellationToken)
    {
        var server = message.ProvenServer;
        var notification = await escapedRecipients.ReadAsync(offer, server, cancellationToken).ConfigureAwait(false);
        var hash = Hash(message.Body.Span);
        var received = await AdmitAsync(notification, message, hash, cancellationToken).ConfigureAwait(false);
        if (received.TryGetValue(out var answer, out var refused))
        {
            return answer;
        }

        // A repeated delivery is answered whatever may have changed since, such as the expiration (SHARE-27). The store is asked
        // only here: whether a share that is taken came before, it tells with the insertion.
        return await store.FindReceivedAsync(server, notification.ProviderId, cancellationToken).ConfigureAwait(false) is { } known
            ? await RepeatAsync(known, notification, hash, cancellationToken).ConfigureAwait(false)
            : refused;
    }

    private async ValueTask<OcmResult<ShareCreationResponse>> AdmitAsync(
        ShareCreationNotification notification, IncomingMessage message, string hash, CancellationToken cancellationToken)
    {
        if (rules.Check(notification) is { } failure)
        {
            return failure;
        }

        if (await FindRecipientAsync(notification, cancellationToken).ConfigureAwait(false) is not { } recipient)
        {
            return OcmFailure.Invalid("shareWith", "is unknown at this server");
        }

        if (await CheckTrustAsync(notification, message.ProvenServer, recipient, cancellationToken).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }

        // A policy of the product may cost a call: not for a share that came before.
        var share = ToShare(notification, recipient, hash);
        if (discardPolicies.Any(policy => policy is not ForeignOwnerPolicy)
            && await store.FindReceivedAsync(message.ProvenServer, notification.ProviderId, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return await RepeatAsync(known, notification, hash, cancellationToken).ConfigureAwait(false);
        }

        return await ShouldDiscardAsync(share, message.IsSigned, cancellationToken).ConfigureAwait(false)
            ?? await StoreAsync(share, recipient, cancellationToken).ConfigureAwait(false);
    }

    private static string Hash(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return Base64Url.EncodeToString(hash);
    }

    private async ValueTask<OcmResult<ShareCreationResponse>> RepeatAsync(
        ReceivedShare known, ShareCreationNotification notification, string hash, CancellationToken cancellationToken)
    {
        if (known.PayloadHash != hash && !IsSame(known, notification))
        {
            return new OcmFailure(OcmFailureKind.Conflict, "A share with this providerId was received with another content.");
        }

        var recipient = await FindRecipientAsync(known.ShareType, known.RecipientIdentifier, cancellationToken).ConfigureAwait(false);
        return await AnswerAsync(known, recipient?.DisplayName ?? string.Empty, cancellationToken).ConfigureAwait(false);
    }

    // Other bytes may still say the same: members in another order, or other white space.
    private static bool IsSame(ReceivedShare known, ShareCreationNotification notification) =>
        OcmJson.Write(notification with { AdditionalMembers = null }).AsSpan().SequenceEqual(OcmJson.Write(OfferOf(known)));

    private static ShareCreationNotification OfferOf(ReceivedShare share) => new()
    {
        ShareWith = share.ShareWith,
        Name = share.Name,
        Description = share.Description,
        ProviderId = share.ProviderId,
        Owner = share.Owner,
        Sender = share.Sender,
        OwnerDisplayName = share.OwnerDisplayName,
        SenderDisplayName = share.SenderDisplayName,
        ShareType = share.ShareType,
        ResourceType = share.ResourceType,
        Expiration = share.ExpiresAt?.ToUnixTimeSeconds(),
        Protocol = share.Protocol,
    };

    private ValueTask<Party?> FindRecipientAsync(ShareCreationNotification notification, CancellationToken cancellationToken) =>
        notification.ShareWith.Host == uris.Host
            ? FindRecipientAsync(notification.ShareType, notification.ShareWith.Identifier, cancellationToken)
            : ValueTask.FromResult<Party?>(null);

    private ValueTask<Party?> FindRecipientAsync(ShareType type, string identifier, CancellationToken cancellationToken) =>
        type == ShareType.User ? localUsers.FindAsync(identifier, cancellationToken) : users.FindGroupAsync(identifier, cancellationToken);

    private async ValueTask<OcmFailure?> CheckTrustAsync(
        ShareCreationNotification notification, OcmHost server, Party recipient, CancellationToken cancellationToken)
    {
        var question = new CriterionQuestion(CriterionStage.Share, server) { Share = notification, RecipientIdentifier = recipient.Identifier };
        return await criteria.CheckAsync(question, cancellationToken).ConfigureAwait(false) ?? await trust.RefuseIncomingAsync(
            new TrustQuestion(server, TrustGesture.ReceiveShare) { RemoteParty = notification.Sender, LocalIdentifier = recipient.Identifier },
            cancellationToken).ConfigureAwait(false);
    }

    private ReceivedShare ToShare(ShareCreationNotification notification, Party recipient, string hash)
    {
        var now = time.GetUtcNow();
        return new ReceivedShare
        {
            Id = RowId.Create(now),
            ProviderId = notification.ProviderId,
            Sender = notification.Sender,
            SenderDisplayName = notification.SenderDisplayName,
            Owner = notification.Owner,
            OwnerDisplayName = notification.OwnerDisplayName,
            ShareWith = notification.ShareWith,
            RecipientIdentifier = recipient.Identifier,
            ShareType = notification.ShareType,
            ResourceType = notification.ResourceType,
            Name = notification.Name,
            Description = notification.Description,
            Protocol = notification.Protocol,
            ExpiresAt = notification.Expiration is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
            Status = ReceivedShareStatus.Pending,
            PayloadHash = hash,
            ReceivedAt = now,
            UpdatedAt = now,
        };
    }

    private async ValueTask<OcmResult<ShareCreationResponse>?> ShouldDiscardAsync(ReceivedShare share, bool isSigned, CancellationToken cancellationToken)
    {
        var question = new ShareDiscardQuestion(share) { IsSigned = isSigned };
        foreach (var policy in discardPolicies)
        {
            if (await policy.CheckAsync(question, cancellationToken).ConfigureAwait(false) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    private async ValueTask<OcmResult<ShareCreationResponse>> StoreAsync(ReceivedShare share, Party recipient, CancellationToken cancellationToken)
    {
        var answer = await AnswerAsync(share, recipient.DisplayName, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            return answer;
        }

        OutboxItem? delivery = null;
        if (await ShouldAcceptAsync(share, cancellationToken).ConfigureAwait(false))
        {
            share = share with { Status = ReceivedShareStatus.Accepted };
            delivery = items.ForNotification(share, NotificationType.ShareAccepted);
        }

        if (!await store.TryAddReceivedAsync(share, delivery, cancellationToken).ConfigureAwait(false))
        {
            // It came before, and is looked for.
            return new OcmFailure(OcmFailureKind.Unavailable, "The share could not be stored at the moment.");
        }

        if (delivery is not null)
        {
            signal.Set();
        }

        await events.ReceivedAsync(share, cancellationToken).ConfigureAwait(false);
        return answer;
    }

    private async ValueTask<bool> ShouldAcceptAsync(ReceivedShare share, CancellationToken cancellationToken)
    {
        foreach (var policy in autoAccept)
        {
            if (await policy.ShouldAcceptAsync(share, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    // SHARE-21: whoever offers ssh is told the keys.
    private async ValueTask<OcmResult<ShareCreationResponse>> AnswerAsync(ReceivedShare share, string displayName, CancellationToken cancellationToken)
    {
        if (share.Protocol.Ssh is null)
        {
            return new ShareCreationResponse { RecipientDisplayName = displayName };
        }

        List<string> recipientKeys = [];
        foreach (var directory in keys)
        {
            recipientKeys.AddRange(await directory.GetPublicKeysAsync(share, cancellationToken).ConfigureAwait(false));
        }

        return recipientKeys.Count == 0 && share.Protocol.Offered().All(name => name == ProtocolName.Ssh)
            ? new OcmFailure(OcmFailureKind.NotSupported, "The recipient has no public key for ssh.")
            : new ShareCreationResponse { RecipientDisplayName = displayName, RecipientPublicKeys = recipientKeys };
    }
}
