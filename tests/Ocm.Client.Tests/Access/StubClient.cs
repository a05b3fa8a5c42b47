using Ocm.Addresses;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Notifications;
using Ocm.Serialization;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Client.Tests.Access;

internal sealed class StubClient(PeerHttpClient http) : IOcmClient, IServerDiscovery
{
    public async ValueTask<OcmResult<DiscoveredServer>> DiscoverAsync(OcmHost server, CancellationToken cancellationToken = default)
    {
        var origin = new Uri($"http://{server}");
        var result = await http.SendAsync(new PeerRequest { Purpose = PeerCall.Discovery, Method = HttpMethod.Get, Uri = new Uri(origin, "/.well-known/ocm") }, cancellationToken);
        if (!result.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        var document = OcmJson.Read<DiscoveryDocument>(response.Body.Span).Must();
        return new DiscoveredServer
        {
            Host = server,
            Document = document,
            Origin = origin,
            EndPoint = new Uri(document.EndPoint),
            TokenEndPoint = document.TokenEndPoint is null ? null : new Uri(document.TokenEndPoint),
            FetchedAt = DateTimeOffset.UnixEpoch,
        };
    }

    public async Task<OcmResult<TokenResponse>> ExchangeTokenAsync(OcmHost sendingServer, SecretString code, CancellationToken cancellationToken = default)
    {
        using var form = new FormUrlEncodedContent(new TokenRequest(OcmHost.Parse("receiver.test"), code).ToForm());
        var result = await http.SendAsync(
            new PeerRequest
            {
                Purpose = PeerCall.Token,
                Method = HttpMethod.Post,
                Uri = new Uri($"http://{sendingServer}/ocm/token"),
                Body = await form.ReadAsByteArrayAsync(cancellationToken),
                ContentType = "application/x-www-form-urlencoded",
            },
            cancellationToken);
        if (!result.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        return response.IsSuccess ? OcmJson.Read<TokenResponse>(response.Body.Span) : PeerErrors.ToFailure(response);
    }

    public Task<OcmResult<ShareCreationResponse>> SendShareAsync(OcmHost receivingServer, ShareCreationNotification share, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<OcmResult<OcmUnit>> SendNotificationAsync(OcmHost server, OcmNotification notification, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<OcmResult<InviteAcceptanceResponse>> AcceptInviteAsync(OcmHost invitingServer, InviteAcceptanceRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<OcmResult<OcmUnit>> RequestShareAsync(OcmHost owningServer, ShareRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
