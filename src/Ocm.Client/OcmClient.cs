using Ocm.Addresses;
using Ocm.Client.Access;
using Ocm.Client.Discovery;
using Ocm.Client.Invites;
using Ocm.Client.Notifications;
using Ocm.Client.ShareRequests;
using Ocm.Client.Shares;
using Ocm.Client.Tokens;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Notifications;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Client;

/// <summary>The calls of all rooms behind one door.</summary>
internal sealed class OcmClient(
    IServerDiscovery discovery,
    ShareCalls shares,
    NotificationCalls notifications,
    InviteCalls invites,
    ShareRequestCalls shareRequests,
    TokenCalls tokens,
    ResourceAccess resources,
    WebAppLauncher webApps) : IOcmClient
{
    public ValueTask<OcmResult<DiscoveredServer>> DiscoverAsync(OcmHost server, CancellationToken cancellationToken = default) =>
        discovery.DiscoverAsync(server, cancellationToken);

    public Task<OcmResult<ShareCreationResponse>> SendShareAsync(
        OcmHost receivingServer, ShareCreationNotification share, CancellationToken cancellationToken = default) =>
        shares.SendAsync(receivingServer, share, cancellationToken);

    public Task<OcmResult<NotificationAnswer>> SendNotificationAsync(
        OcmHost server, OcmNotification notification, CancellationToken cancellationToken = default) =>
        notifications.SendAsync(server, notification, cancellationToken);

    public Task<OcmResult<InviteAcceptanceResponse>> AcceptInviteAsync(
        OcmHost invitingServer, InviteAcceptanceRequest request, CancellationToken cancellationToken = default) =>
        invites.AcceptAsync(invitingServer, request, cancellationToken);

    public Task<OcmResult<OcmUnit>> RequestShareAsync(
        OcmHost owningServer, ShareRequest request, CancellationToken cancellationToken = default) =>
        shareRequests.SendAsync(owningServer, request, cancellationToken);

    public Task<OcmResult<TokenResponse>> ExchangeTokenAsync(
        OcmHost sendingServer, SecretString code, CancellationToken cancellationToken = default) =>
        tokens.ExchangeAsync(sendingServer, code, cancellationToken);

    public ValueTask<OcmResult<RemoteResource>> OpenAsync(
        ReceivedShare share, AccessContext context, CancellationToken cancellationToken = default) =>
        resources.OpenAsync(share, context, cancellationToken);

    public ValueTask<OcmResult<WebAppLaunch>> OpenWebAppAsync(
        ReceivedShare share, AccessContext context, WebAppLaunchRequest request, CancellationToken cancellationToken = default) =>
        webApps.OpenAsync(share, context, request, cancellationToken);
}
