using System.Text.Json;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>The gestures of the sending user, called by the product's own user interface code.</summary>
public interface ISentShares
{
    /// <summary>
    /// Creates a share and tells the receiving server. Where that cannot be reached, the share stays
    /// <see cref="SentShareStatus.PendingDelivery"/> and is delivered later.
    /// </summary>
    /// <param name="share">What is shared with whom. The caller has checked that the user may share it.</param>
    /// <param name="cancellationToken">Ends the wait; what was stored by then is delivered later.</param>
    /// <returns>
    /// The share as stored; or a failure, with its rule, where the receiving server cannot take it or refused it: nothing is
    /// shared then.
    /// </returns>
    ValueTask<OcmResult<SentShare>> CreateAsync(NewShare share, CancellationToken cancellationToken = default);

    /// <summary>Asks the receiving server's discovery how a share would be offered, and creates nothing.</summary>
    /// <param name="share">What would be shared with whom.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// What would be offered and what left out, and why; or the failure that <see cref="CreateAsync"/> would give, and one where
    /// the receiving server cannot be reached now.
    /// </returns>
    ValueTask<OcmResult<SharePreview>> PreviewAsync(NewShare share, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends a share: access stops at once, on all nodes, whatever the receiving server does; it is told now or later (NOTIF-08).
    /// </summary>
    /// <param name="providerId">The share.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The share as stored; a failure where there is no such share. Ending an ended share succeeds.</returns>
    ValueTask<OcmResult<SentShare>> UnshareAsync(string providerId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes what the recipient of an active share may do: at once, for every access from now on. The draft has no message for
    /// it; the recipient's server is told where it is an older one that hears it (<c>SHARE_CHANGE_PERMISSION</c>), and elsewhere
    /// finds out by access.
    /// </summary>
    /// <param name="providerId">The share.</param>
    /// <param name="permissions">What the recipient may do; at least one permission. To take away all, end the share.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The share as stored; a failure where there is no such share or it has ended.</returns>
    /// <exception cref="ArgumentException">There is no permission.</exception>
    ValueTask<OcmResult<SentShare>> ChangePermissionsAsync(
        string providerId, IReadOnlyList<Permission> permissions, CancellationToken cancellationToken = default);

    /// <summary>Finds a share.</summary>
    /// <param name="providerId">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The share in whatever state, or null.</returns>
    ValueTask<SentShare?> FindAsync(string providerId, CancellationToken cancellationToken = default);

    /// <summary>Lists a user's shares, newest first.</summary>
    /// <param name="senderIdentifier">The user.</param>
    /// <param name="after">Continues after this share's provider id; null from the start.</param>
    /// <param name="limit">How many at most, 1 to 1000.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The shares in whatever state.</returns>
    ValueTask<IReadOnlyList<SentShare>> ListAsync(
        string senderIdentifier, string? after = null, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Sends a notification of the vendor's own about an active share (draft: Notification Types Registry).</summary>
    /// <param name="providerId">The share.</param>
    /// <param name="type">The type; none that has a gesture of its own.</param>
    /// <param name="parameters">A JSON object without secrets; null for none.</param>
    /// <param name="cancellationToken">Ends the wait; what was written by then is told later.</param>
    /// <returns>Success where the recipient's server is told now or later; a failure where there is no such share or it has ended.</returns>
    /// <exception cref="ArgumentException">The type has a gesture of its own, or the parameters are no object or hold <c>sharedSecret</c> (NOTIF-07).</exception>
    ValueTask<OcmResult<OcmUnit>> NotifyAsync(
        string providerId, NotificationType type, JsonElement? parameters = null, CancellationToken cancellationToken = default);
}
