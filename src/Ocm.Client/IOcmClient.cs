using Ocm.Addresses;
using Ocm.Client.Access;
using Ocm.Client.Discovery;
using Ocm.Client.Notifications;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Notifications;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Client;

/// <summary>
/// Calls to other OCM servers. Each call discovers the server (from the cache where it can), checks that the operator's
/// policies let it be contacted, signs where the server takes signatures, sends once, and reads the answer strictly.
/// Nothing that the other server does throws: it comes back as an <see cref="OcmFailure"/>.
/// </summary>
public interface IOcmClient
{
    /// <summary>What another server says of itself, with its URLs validated (draft: OCM API Discovery).</summary>
    /// <param name="server">The server.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The server, or why it could not be discovered.</returns>
    ValueTask<OcmResult<DiscoveredServer>> DiscoverAsync(OcmHost server, CancellationToken cancellationToken = default);

    /// <summary>Tells a receiving server that a share was created (draft: Share Creation Notification).</summary>
    /// <param name="receivingServer">The recipient's server: the host of <see cref="ShareCreationNotification.ShareWith"/>.</param>
    /// <param name="share">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer, or why the share was not taken.</returns>
    /// <exception cref="ArgumentException">The share is for a party at another server.</exception>
    Task<OcmResult<ShareCreationResponse>> SendShareAsync(
        OcmHost receivingServer, ShareCreationNotification share, CancellationToken cancellationToken = default);

    /// <summary>Tells the other side of a share what has happened to it (draft: Share Acceptance Notification).</summary>
    /// <param name="server">The other side's server.</param>
    /// <param name="notification">The notification.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer, or why the notification was not taken.</returns>
    Task<OcmResult<NotificationAnswer>> SendNotificationAsync(
        OcmHost server, OcmNotification notification, CancellationToken cancellationToken = default);

    /// <summary>Accepts an invite at the server of the user who invited (draft: Invite Acceptance Request).</summary>
    /// <param name="invitingServer">The server that issued the invite.</param>
    /// <param name="request">Who accepts, and the invite's token.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// Who invited, or why the acceptance was not taken. Also a success where the server answers 409 and says who invited, as it
    /// does where the same user accepted the invite before (<see cref="InviteAcceptanceResponse.IsRepeated"/>).
    /// </returns>
    Task<OcmResult<InviteAcceptanceResponse>> AcceptInviteAsync(
        OcmHost invitingServer, InviteAcceptanceRequest request, CancellationToken cancellationToken = default);

    /// <summary>Asks an owner to share a resource (draft: Request for a Share).</summary>
    /// <param name="owningServer">The owner's server: the host of <see cref="ShareRequest.Owner"/>.</param>
    /// <param name="request">Who asks for what.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Success, which promises nothing but that the owner is asked; or why the request was not taken.</returns>
    /// <exception cref="ArgumentException">The owner is a party at another server.</exception>
    Task<OcmResult<OcmUnit>> RequestShareAsync(
        OcmHost owningServer, ShareRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Exchanges a share's secret for a bearer token (draft: Code Flow). The call is always signed. An answer that names
    /// no lifetime is given a short one, so <see cref="TokenResponse.ExpiresIn"/> is never null.
    /// </summary>
    /// <param name="sendingServer">The server that sent the share.</param>
    /// <param name="code">The share's secret.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The token, or why there is none.</returns>
    /// <exception cref="InvalidOperationException"><see cref="OcmClientOptions.PublicOrigin"/> is not set, so there is no <c>client_id</c>.</exception>
    Task<OcmResult<TokenResponse>> ExchangeTokenAsync(
        OcmHost sendingServer, SecretString code, CancellationToken cancellationToken = default);

    /// <summary>Opens the remote resource of a received share over WebDAV (draft: Resource Access).</summary>
    /// <param name="share">The share; accepted and not ended.</param>
    /// <param name="context">For whom it is opened.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The resource; a failure where the share has ended, a requirement is not met, or it offers no WebDAV.</returns>
    ValueTask<OcmResult<RemoteResource>> OpenAsync(
        ReceivedShare share, AccessContext context, CancellationToken cancellationToken = default);

    /// <summary>Prepares the opening of a received share's web application (draft: Resource Access, step 6).</summary>
    /// <param name="share">The share; accepted and not ended.</param>
    /// <param name="context">For whom it is opened.</param>
    /// <param name="request">Where this server can open it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the browser posts; a failure where the share has ended, a requirement is not met, or no target fits.</returns>
    ValueTask<OcmResult<WebAppLaunch>> OpenWebAppAsync(
        ReceivedShare share, AccessContext context, WebAppLaunchRequest request, CancellationToken cancellationToken = default);
}
