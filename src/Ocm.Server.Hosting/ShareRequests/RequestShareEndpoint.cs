using Microsoft.Extensions.DependencyInjection;
using Ocm.Client;
using Ocm.Errors;
using Ocm.Peers;
using Ocm.Serialization;
using Ocm.Server.Parties;
using Ocm.Server.Peers;
using Ocm.Server.Pipeline;
using Ocm.ShareRequests;

namespace Ocm.Server.ShareRequests;

/// <summary><c>POST {endPoint}/request-share</c>: hears that somebody asks for a share (draft: Request for a Share).</summary>
internal sealed class RequestShareEndpoint(TrustDecision trust, OcmServerUris uris, TimeProvider time) : OcmEndpoint
{
    internal override string Name => "request-share";

    internal override UnsignedCalls Unsigned => UnsignedCalls.ShareRequests;

    internal override ValueTask<OcmResult<Counterparts>> NameAsync(
        IncomingMessage message, IServiceProvider services, CancellationToken cancellationToken) =>
        ValueTask.FromResult(NamedServer.OfAddress<ShareRequest>(message.Json, "shareWith"));

    internal override async ValueTask<EndpointAnswer> HandleAsync(
        IncomingMessage message, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetService<IShareRequestPolicy>() is not { } policy || services.GetService<IShareRequestStore>() is not { } store)
        {
            return EndpointAnswer.Error(new OcmFailure(OcmFailureKind.NotSupported, "This server does not take requests for shares."));
        }

        if (!OcmJson.Read<ShareRequest>(message.Json).TryGetValue(out var request, out var failure))
        {
            return EndpointAnswer.Error(failure);
        }

        if (request.Owner.Host != uris.Host)
        {
            return EndpointAnswer.Error(OcmFailure.Invalid("owner", "is not at this server"));
        }

        var owner = await services.GetRequiredService<LocalUsers>().FindAsync(request.Owner.Identifier, cancellationToken).ConfigureAwait(false);
        failure = await trust.RefuseIncomingAsync(
            new TrustQuestion(message.ProvenServer, TrustGesture.ReceiveShareRequest) { RemoteParty = request.ShareWith, LocalIdentifier = owner?.Identifier ?? request.Owner.Identifier },
            cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            return EndpointAnswer.Error(failure);
        }

        if (owner is null
            || await policy.FindResourceAsync(owner.Identifier, request.ShareWith, request.Share, cancellationToken).ConfigureAwait(false) is not { } resourceId)
        {
            // REQ-02: an unknown resource and one that the requester may not know of look alike.
            return EndpointAnswer.Error(new OcmFailure(OcmFailureKind.NotFound, "There is no such resource for the requester."));
        }

        var now = time.GetUtcNow();
        await store.TryAddRequestAsync(
            new ReceivedShareRequest
            {
                Id = RowId.Create(now),
                OwnerIdentifier = owner.Identifier,
                ShareWith = request.ShareWith,
                Share = request.Share,
                ResourceId = resourceId,
                Status = ReceivedShareRequestStatus.Pending,
                ReceivedAt = now,
            },
            cancellationToken).ConfigureAwait(false);
        return EndpointAnswer.Created();
    }
}
