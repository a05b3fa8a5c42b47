using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Discovery;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Parties;
using Ocm.Peers;
using Ocm.Serialization;
using Ocm.Server.Delivery;
using Ocm.Server.Parties;
using Ocm.Server.Peers;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Shares;

/// <inheritdoc />
internal sealed class SentShares(
    IShareStore store,
    IUserDirectory users,
    LocalUsers localUsers,
    IOcmClient client,
    SharePreflight preflight,
    TrustDecision trust,
    OutboxItems items,
    FirstAttempt firstAttempt,
    SentShareChanges changes,
    NotificationGestures notifications,
    PermissionChanges permissionChanges,
    OcmServerUris uris,
    IOptions<OcmDeliveryOptions> delivery,
    TimeProvider time) : ISentShares
{
    public async ValueTask<OcmResult<SentShare>> CreateAsync(NewShare share, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(share);
        if (CheckGesture(share) is { } invalid)
        {
            return invalid;
        }

        if (!(await DraftAsync(share, cancellationToken).ConfigureAwait(false)).TryGetValue(out var draft, out var failure))
        {
            return failure;
        }

        var (sent, secret) = draft;
        if (!(await AskReceiverAsync(sent, secret, cancellationToken).ConfigureAwait(false)).TryGetValue(out var asked, out failure))
        {
            return failure;
        }

        sent = asked;

        var item = items.ForCreation(sent);
        if (!await store.TryAddSentAsync(sent, item, cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidOperationException("The store has a share with a provider id that was just made of 128 random bits.");
        }

        failure = await firstAttempt.RunAsync(item.OrderKey, cancellationToken).ConfigureAwait(false);
        var stored = await store.FindSentAsync(sent.ProviderId, cancellationToken).ConfigureAwait(false) ?? sent;
        return stored.Status == SentShareStatus.Refused
            ? failure ?? new OcmFailure(OcmFailureKind.Forbidden, "The receiving server refused the share.")
            : stored;
    }

    public async ValueTask<OcmResult<SharePreview>> PreviewAsync(NewShare share, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(share);
        if (CheckGesture(share) is { } invalid)
        {
            return invalid;
        }

        if (!(await DraftAsync(share, cancellationToken).ConfigureAwait(false)).TryGetValue(out var draft, out var failure)
            || !(await DecideAsync(draft.Share, draft.Secret, mayWait: true, cancellationToken).ConfigureAwait(false)).TryGetValue(out var offer, out failure))
        {
            return failure;
        }

        return new SharePreview
        {
            ResourceType = offer.WireResourceType,
            Protocols = [.. offer.Bindings.Select(binding => binding.Name)],
            Requirements = offer.Requirements,
            LeftOut = offer.LeftOut,
        };
    }

    public async ValueTask<OcmResult<SentShare>> UnshareAsync(string providerId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(providerId);
        string? orderKey = null;
        var (share, changed) = await changes.ChangeAsync(
            providerId,
            current =>
            {
                if (!current.IsActive(time.GetUtcNow()))
                {
                    return null;
                }

                var item = items.ForNotification(current, NotificationType.ShareUnshared);
                orderKey = item.OrderKey;
                // The secret of an ended share opens nothing; older servers are told by it, and then it goes.
                return (current with { Status = SentShareStatus.Unshared }, item);
            },
            cancellationToken).ConfigureAwait(false);
        if (share is null)
        {
            return new OcmFailure(OcmFailureKind.NotFound, "There is no such share.");
        }

        if (changed)
        {
            await firstAttempt.RunAsync(orderKey!, cancellationToken).ConfigureAwait(false);
        }

        return share;
    }

    public ValueTask<OcmResult<SentShare>> ChangePermissionsAsync(
        string providerId, IReadOnlyList<Permission> permissions, CancellationToken cancellationToken) =>
        permissionChanges.ChangeAsync(providerId, permissions, cancellationToken);

    public async ValueTask<OcmResult<OcmUnit>> NotifyAsync(
        string providerId, NotificationType type, JsonElement? parameters, CancellationToken cancellationToken)
    {
        NotificationGestures.Check(type, parameters);
        if (await store.FindSentAsync(providerId, cancellationToken).ConfigureAwait(false) is not { } share)
        {
            return new OcmFailure(OcmFailureKind.NotFound, "There is no such share.");
        }

        if (!share.IsActive(time.GetUtcNow()))
        {
            return new OcmFailure(OcmFailureKind.Ended, "The share has ended.");
        }

        await notifications.TellAsync(share, type, parameters, cancellationToken).ConfigureAwait(false);
        return OcmUnit.Value;
    }

    public ValueTask<SentShare?> FindAsync(string providerId, CancellationToken cancellationToken) =>
        store.FindSentAsync(providerId, cancellationToken);

    public ValueTask<IReadOnlyList<SentShare>> ListAsync(string senderIdentifier, string? after, int limit, CancellationToken cancellationToken) =>
        store.ListSentAsync(
            new SentShareQuery { Sender = new OcmAddress(senderIdentifier, uris.Host), After = after, Limit = limit }, cancellationToken);

    private OcmFailure? CheckGesture(NewShare share)
    {
        if (share.ShareWith.Host == uris.Host)
        {
            return new OcmFailure(OcmFailureKind.Invalid, "The recipient is at this server; sharing with own users is the product's own business.");
        }

        if (share.ExpiresAt <= time.GetUtcNow())
        {
            return OcmFailure.Invalid("expiration", "must be in the future");
        }

        if (share.EmbeddedJson is { } json && !IsJson(json))
        {
            return OcmFailure.Invalid("protocol.embedded", "must be JSON");
        }

        return share.Permissions.Count == 0 ? OcmFailure.Invalid("permissions", "must not be empty") : null;
    }

    private static bool IsJson(string text)
    {
        try
        {
            _ = JsonElement.Parse(Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private async ValueTask<OcmResult<(SentShare Share, SecretString Secret)>> DraftAsync(NewShare share, CancellationToken cancellationToken)
    {
        var sender = await users.FindUserAsync(share.SenderIdentifier, cancellationToken).ConfigureAwait(false);
        var owner = share.OwnerIdentifier is { } ownerIdentifier && ownerIdentifier != share.SenderIdentifier
            ? await users.FindUserAsync(ownerIdentifier, cancellationToken).ConfigureAwait(false)
            : sender;
        if (sender is null || owner is null)
        {
            return new OcmFailure(OcmFailureKind.NotFound, "The sending user or the owner is not in the user directory.");
        }

        var now = time.GetUtcNow();
        var secret = SecretString.Generate();
        var draft = new SentShare
        {
            ProviderId = SecretString.Generate(32).Reveal(),
            Sender = new OcmAddress(sender.Identifier, uris.Host),
            GivenSenderIdentifier = await GivenAsync(sender, share, cancellationToken).ConfigureAwait(false),
            SenderDisplayName = sender.DisplayName,
            Owner = new OcmAddress(owner.Identifier, uris.Host),
            GivenOwnerIdentifier = await GivenAsync(owner, share, cancellationToken).ConfigureAwait(false),
            OwnerDisplayName = owner.DisplayName,
            ShareWith = share.ShareWith,
            ShareType = share.ShareType,
            ResourceType = share.ResourceType,
            ResourceId = share.ResourceId,
            Name = share.Name,
            Description = share.Description,
            Permissions = share.Permissions,
            Requirements = share.Requirements,
            Protocols = share.Protocols,
            AccessTypes = share.AccessTypes,
            Size = share.Size,
            EmbeddedJson = share.EmbeddedJson,
            ExpiresAt = share.ExpiresAt,
            SecretHash = secret.Hash(),
            Secret = secret,
            AllowsSecretAccess = false,
            Status = SentShareStatus.PendingDelivery,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return (draft, secret);
    }

    private async ValueTask<string?> GivenAsync(Party user, NewShare share, CancellationToken cancellationToken)
    {
        var known = await localUsers.KnownAsAsync(user.Identifier, share.ShareWith, cancellationToken).ConfigureAwait(false);
        return known == user.Identifier ? null : known;
    }

    /// <summary>SHARE-02: the receiver's discovery is asked first; a receiver that is only away is asked again at delivery.</summary>
    private async ValueTask<OcmResult<SentShare>> AskReceiverAsync(SentShare share, SecretString secret, CancellationToken cancellationToken)
    {
        // The recipient may use the share before the answer to its creation is here.
        return (await DecideAsync(share, secret, delivery.Value.WaitForFirstAttempt, cancellationToken).ConfigureAwait(false)).TryGetValue(out var offer, out var failure)
            ? share with { AllowsSecretAccess = offer.AllowsSecretAccess }
            : failure.IsTransient ? share : failure;
    }

    private async ValueTask<OcmResult<ShareOffer>> DecideAsync(SentShare share, SecretString secret, bool mayWait, CancellationToken cancellationToken)
    {
        var question = new TrustQuestion(share.ShareWith.Host, TrustGesture.SendShare)
        {
            RemoteParty = share.ShareWith,
            LocalIdentifier = share.Sender.Identifier,
        };
        if (await trust.RefuseOutgoingAsync(question, cancellationToken).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }

        var discovered = await DiscoverAsync(share.ShareWith.Host, mayWait, cancellationToken).ConfigureAwait(false);
        if (!discovered.TryGetValue(out var receiver, out var failure) || !preflight.Decide(share, secret, receiver).TryGetValue(out var offer, out failure))
        {
            return failure;
        }

        // What the other server would have to refuse is not stored either.
        return OcmJson.Read<ShareCreationNotification>(OcmJson.Write(offer.ToNotification())).Failure is { } malformed ? malformed : offer;
    }

    // A gesture that does not wait decides by what is known already; the delivery decides the rest.
    private async ValueTask<OcmResult<DiscoveredServer>> DiscoverAsync(OcmHost server, bool mayWait, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var discovering = client.DiscoverAsync(server, patience.Token);
        if (!mayWait && !discovering.IsCompleted)
        {
            // The fetch goes on, and the delivery finds it.
            await patience.CancelAsync().ConfigureAwait(false);
        }

        try
        {
            return await discovering.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new OcmFailure(OcmFailureKind.Timeout, "The other server is not known yet.");
        }
    }
}
