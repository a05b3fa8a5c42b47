using Ocm.Addresses;
using Ocm.Client.Dialects;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Client.Peers;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Serialization;

namespace Ocm.Client.Invites;

/// <summary><c>POST {endPoint}/invite-accepted</c> (draft: Invite Acceptance Request).</summary>
internal sealed class InviteCalls(PeerApi api, LegacyAnswers answers)
{
    internal async Task<OcmResult<InviteAcceptanceResponse>> AcceptAsync(
        OcmHost invitingServer, InviteAcceptanceRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(invitingServer);
        ArgumentNullException.ThrowIfNull(request);
        DiscoveredServer? answering = null;
        var body = OcmJson.Write(request);
        var result = await api.PostForAnyAsync(
            invitingServer,
            "invite-accepted",
            peer =>
            {
                answering = peer;
                return body;
            },
            UnsignedCalls.InviteAcceptances,
            cancellationToken).ConfigureAwait(false);
        if (!result.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        return response switch
        {
            { StatusCode: 200 } => answers.Read<InviteAcceptanceResponse>(LegacyMessageKind.InviteAnswer, response, answering),

            // The same user accepted it before, and the answer was lost: a server that says so again, with its 409, is understood.
            { StatusCode: 409 } when PeerApi.Read<InviteAcceptanceResponse>(response).TryGetValue(out var answer, out _) => answer with { IsRepeated = true },
            { IsSuccess: true } => PeerApi.UnexpectedStatus(response),
            _ => PeerErrors.ToFailure(response),
        };
    }
}
