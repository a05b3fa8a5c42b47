using Ocm.Addresses;
using Ocm.Client.Peers;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Client.Shares;

/// <summary><c>POST {endPoint}/shares</c> (draft: Share Creation Notification).</summary>
internal sealed class ShareCalls(PeerApi api)
{
    internal async Task<OcmResult<ShareCreationResponse>> SendAsync(
        OcmHost receivingServer, ShareCreationNotification share, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(receivingServer);
        ArgumentNullException.ThrowIfNull(share);
        if (share.ShareWith.Host != receivingServer)
        {
            throw new ArgumentException("The share is for a party at another server.", nameof(share));
        }

        var result = await api.PostAsync(receivingServer, "shares", share, UnsignedCalls.Shares, cancellationToken).ConfigureAwait(false);
        if (!result.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        // 201 is the draft's; deployed servers answer 200 too.
        return response.StatusCode is 200 or 201 ? PeerApi.Read<ShareCreationResponse>(response) : PeerApi.UnexpectedStatus(response);
    }
}
