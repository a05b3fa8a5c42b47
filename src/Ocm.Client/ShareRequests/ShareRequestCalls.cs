using Ocm.Addresses;
using Ocm.Client.Peers;
using Ocm.Errors;
using Ocm.ShareRequests;

namespace Ocm.Client.ShareRequests;

/// <summary><c>POST {endPoint}/request-share</c> (draft: Request for a Share).</summary>
internal sealed class ShareRequestCalls(PeerApi api)
{
    internal async Task<OcmResult<OcmUnit>> SendAsync(OcmHost owningServer, ShareRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owningServer);
        ArgumentNullException.ThrowIfNull(request);
        if (request.Owner.Host != owningServer)
        {
            throw new ArgumentException("The owner is a party at another server.", nameof(request));
        }

        var result = await api
            .PostAsync(owningServer, "request-share", request, UnsignedCalls.ShareRequests, cancellationToken)
            .ConfigureAwait(false);
        if (!result.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        return response.StatusCode is 200 or 201 ? OcmUnit.Value : PeerApi.UnexpectedStatus(response);
    }
}
