using System.Text.Json;
using Ocm.Addresses;
using Ocm.Client.Access;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>The gestures of the receiving user, called by the product's own user interface code.</summary>
public interface IReceivedShares
{
    /// <summary>Accepts a share and tells its sender.</summary>
    /// <param name="id">The share.</param>
    /// <param name="userIdentifier">The recipient, or a member of the group that is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The share as stored; a failure where it is not this user's or has ended.</returns>
    ValueTask<OcmResult<ReceivedShare>> AcceptAsync(string id, string userIdentifier, CancellationToken cancellationToken = default);

    /// <summary>Declines a share, or leaves an accepted one, and tells its sender.</summary>
    /// <param name="id">The share.</param>
    /// <param name="userIdentifier">The recipient, or a member of the group that is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The share as stored; a failure where it is not this user's or has ended.</returns>
    ValueTask<OcmResult<ReceivedShare>> DeclineAsync(string id, string userIdentifier, CancellationToken cancellationToken = default);

    /// <summary>Finds a share of a user.</summary>
    /// <param name="id">The share.</param>
    /// <param name="userIdentifier">The recipient, or a member of the group that is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The share in whatever state; null where there is none or it is somebody else's.</returns>
    ValueTask<ReceivedShare?> FindAsync(string id, string userIdentifier, CancellationToken cancellationToken = default);

    /// <summary>Lists the shares of a user and of the user's groups, newest first.</summary>
    /// <param name="userIdentifier">The user.</param>
    /// <param name="after">Continues after this share's id; null from the start.</param>
    /// <param name="limit">How many at most, 1 to 1000.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The shares in whatever state.</returns>
    ValueTask<IReadOnlyList<ReceivedShare>> ListAsync(
        string userIdentifier, string? after = null, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Opens the remote resource of an accepted share.</summary>
    /// <param name="id">The share.</param>
    /// <param name="userIdentifier">The recipient, or a member of the group that is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The resource; a failure where the share is not this user's, not accepted, has ended, or requires a second factor.</returns>
    ValueTask<OcmResult<RemoteResource>> OpenAsync(string id, string userIdentifier, CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens the web application of an accepted share: exchanges the secret for a token at the sending server, chooses the
    /// target from those of the share and of <see cref="WebAppOptions.ReceiveTargets"/>, and gives the form that the browser
    /// posts (draft: Resource Access, step 6). Answer the browser with <c>WebAppLaunch.ToResult()</c>.
    /// </summary>
    /// <param name="id">The share.</param>
    /// <param name="userIdentifier">The recipient, or a member of the group that is.</param>
    /// <param name="opening">What is opened, and how.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// What the browser posts; a failure where the share is not this user's, not accepted, has ended, requires a second factor
    /// (<see cref="OcmFailureKind.MfaRequired"/>: the user must step up first), or no target fits.
    /// </returns>
    ValueTask<OcmResult<WebAppLaunch>> OpenWebAppAsync(
        string id, string userIdentifier, WebAppOpening opening, CancellationToken cancellationToken = default);

    /// <summary>Where an accepted share is reached over SSH, SFTP or SCP with the key that <see cref="IRecipientKeyDirectory"/> told.</summary>
    /// <param name="id">The share.</param>
    /// <param name="userIdentifier">The recipient, or a member of the group that is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The address; a failure as for <see cref="OpenAsync"/>, or where the share is not offered over SSH.</returns>
    ValueTask<OcmResult<SshAddress>> OpenSshAsync(string id, string userIdentifier, CancellationToken cancellationToken = default);

    /// <summary>The resource that came with an accepted share (OCM-Embedded, Section 4).</summary>
    /// <param name="id">The share.</param>
    /// <param name="userIdentifier">The recipient, or a member of the group that is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// Any JSON, which the sending side chose: escape it for display and fetch nothing that it names (EMB-03). A failure as for
    /// <see cref="OpenAsync"/>, or where nothing came with the share.
    /// </returns>
    ValueTask<OcmResult<JsonElement>> OpenEmbeddedAsync(string id, string userIdentifier, CancellationToken cancellationToken = default);

    /// <summary>
    /// Tells the sender that the data transfer of a share with <c>datatx</c> is complete, so that the sending server can free a
    /// copy that it kept for it (SHARE-32). The share stays as it is.
    /// </summary>
    /// <param name="id">The share.</param>
    /// <param name="userIdentifier">The recipient, or a member of the group that is.</param>
    /// <param name="cancellationToken">Ends the wait; what was written by then is told later.</param>
    /// <returns>Success where the sender is told now or later; a failure as for <see cref="OpenAsync"/>, or where the share has no <c>datatx</c>.</returns>
    ValueTask<OcmResult<OcmUnit>> CompleteTransferAsync(string id, string userIdentifier, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks the owner of an accepted share to share with somebody else too (draft: Resharing; experimental). Nothing is shared by
    /// it, and whether the owner is told is not known (NOTIF-09).
    /// </summary>
    /// <param name="id">The share.</param>
    /// <param name="userIdentifier">The recipient, or a member of the group that is.</param>
    /// <param name="wish">What is asked.</param>
    /// <param name="cancellationToken">Ends the wait; what was written by then is told later.</param>
    /// <returns>Success where the sending server is told now or later; a failure as for <see cref="OpenAsync"/>.</returns>
    ValueTask<OcmResult<OcmUnit>> RequestReshareAsync(
        string id, string userIdentifier, NewReshareWish wish, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes back what <see cref="RequestReshareAsync"/> asked (draft: Resharing; experimental). Nothing ends by it here: the owner is
    /// told, and whoever shared ends what was shared. An older server is told only where it answered the wish with a share of its own,
    /// as Nextcloud does: it ends whatever share is named.
    /// </summary>
    /// <param name="id">The share.</param>
    /// <param name="userIdentifier">The recipient, or a member of the group that is.</param>
    /// <param name="shareWith">With whom the owner was asked to share.</param>
    /// <param name="cancellationToken">Ends the wait; what was written by then is told later.</param>
    /// <returns>Success where the sending server is told now or later; a failure as for <see cref="OpenAsync"/>.</returns>
    ValueTask<OcmResult<OcmUnit>> UndoReshareAsync(
        string id, string userIdentifier, OcmAddress shareWith, CancellationToken cancellationToken = default);

    /// <summary>Sends a notification of the vendor's own about an accepted share (draft: Notification Types Registry).</summary>
    /// <param name="id">The share.</param>
    /// <param name="userIdentifier">The recipient, or a member of the group that is.</param>
    /// <param name="type">The type; none that has a gesture of its own.</param>
    /// <param name="parameters">A JSON object without secrets; null for none.</param>
    /// <param name="cancellationToken">Ends the wait; what was written by then is told later.</param>
    /// <returns>Success where the sender is told now or later; a failure as for <see cref="OpenAsync"/>.</returns>
    /// <exception cref="ArgumentException">The type has a gesture of its own, or the parameters are no object or hold <c>sharedSecret</c> (NOTIF-07).</exception>
    ValueTask<OcmResult<OcmUnit>> NotifyAsync(
        string id, string userIdentifier, NotificationType type, JsonElement? parameters = null, CancellationToken cancellationToken = default);
}
