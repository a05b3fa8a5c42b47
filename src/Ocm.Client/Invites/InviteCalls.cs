using Ocm.Addresses;
using Ocm.Client.Peers;
using Ocm.Errors;
using Ocm.Invites;

namespace Ocm.Client.Invites;

/// <summary><c>POST {endPoint}/invite-accepted</c> (draft: Invite Acceptance Request).</summary>
internal sealed class InviteCalls(PeerApi api)
{
    internal async Task<OcmResult<InviteAcceptanceResponse>> AcceptAsync(
        OcmHost invitingServer, InviteAcceptanceRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(invitingServer);
        ArgumentNullException.ThrowIfNull(request);
        var result = await api
            .PostAsync(invitingServer, "invite-accepted", request, UnsignedCalls.InviteAcceptances, cancellationToken)
            .ConfigureAwait(false);
        if (!result.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        return response.StatusCode == 200 ? PeerApi.Read<InviteAcceptanceResponse>(response) : PeerApi.UnexpectedStatus(response);
    }
}
