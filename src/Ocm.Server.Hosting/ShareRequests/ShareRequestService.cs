using Ocm.Addresses;
using Ocm.Client;
using Ocm.Errors;
using Ocm.Parties;
using Ocm.Peers;
using Ocm.Server.Parties;
using Ocm.Server.Peers;
using Ocm.Server.Shares;
using Ocm.ShareRequests;
using Ocm.Shares;

namespace Ocm.Server.ShareRequests;

/// <inheritdoc />
internal sealed class ShareRequestService(
    IShareRequestStore requests, IUserDirectory users, LocalUsers localUsers, ISentShares shares, IOcmClient client, TrustDecision trust, OcmServerUris uris) : IShareRequests
{
    public async ValueTask<OcmResult<OcmUnit>> SendAsync(string userIdentifier, OcmAddress owner, string share, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentException.ThrowIfNullOrEmpty(share);
        if (await users.FindUserAsync(userIdentifier, cancellationToken).ConfigureAwait(false) is not { } user)
        {
            return new OcmFailure(OcmFailureKind.NotFound, "The user is not in the user directory.");
        }

        var question = new TrustQuestion(owner.Host, TrustGesture.Contact) { RemoteParty = owner, LocalIdentifier = user.Identifier };
        if (await trust.RefuseOutgoingAsync(question, cancellationToken).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }

        var asker = new OcmAddress(await localUsers.KnownAsAsync(user.Identifier, owner, cancellationToken).ConfigureAwait(false), uris.Host);
        var request = new ShareRequest { Owner = owner, ShareWith = asker, Share = share };
        return await client.RequestShareAsync(owner.Host, request, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<ReceivedShareRequest>> ListAsync(string ownerIdentifier, int limit, CancellationToken cancellationToken) =>
        requests.ListRequestsAsync(ownerIdentifier, limit, cancellationToken);

    public async ValueTask<OcmResult<SentShare>> GrantAsync(
        string requestId, string ownerIdentifier, Func<ReceivedShareRequest, NewShare> share, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(share);
        if (await FindPendingAsync(requestId, ownerIdentifier, cancellationToken).ConfigureAwait(false) is not { } request)
        {
            return NoRequest();
        }

        var granted = share(request) with { ShareWith = request.ShareWith };

        // Taken first, so that two clicks make one share; given back where no share came of it.
        var taken = request with { Status = ReceivedShareRequestStatus.Granted };
        if (!await requests.TryReplaceRequestAsync(taken, cancellationToken).ConfigureAwait(false))
        {
            return NoRequest();
        }

        taken = taken with { Version = request.Version + 1 };
        var created = await shares.CreateAsync(granted, cancellationToken).ConfigureAwait(false);
        var outcome = created.IsSuccess
            ? taken with { ProviderId = created.Value.ProviderId }
            : taken with { Status = ReceivedShareRequestStatus.Pending };
        await requests.TryReplaceRequestAsync(outcome, CancellationToken.None).ConfigureAwait(false);
        return created;
    }

    public async ValueTask<bool> DismissAsync(string requestId, string ownerIdentifier, CancellationToken cancellationToken) =>
        await FindPendingAsync(requestId, ownerIdentifier, cancellationToken).ConfigureAwait(false) is { } request
        && await requests.TryReplaceRequestAsync(request with { Status = ReceivedShareRequestStatus.Dismissed }, cancellationToken).ConfigureAwait(false);

    private async ValueTask<ReceivedShareRequest?> FindPendingAsync(string requestId, string ownerIdentifier, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(requestId);
        var request = await requests.FindRequestAsync(requestId, cancellationToken).ConfigureAwait(false);
        return request is { Status: ReceivedShareRequestStatus.Pending } && request.OwnerIdentifier == ownerIdentifier ? request : null;
    }

    private static OcmFailure NoRequest() => new(OcmFailureKind.NotFound, "There is no such pending request for this user.");
}
