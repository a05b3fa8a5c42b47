using Ocm.Client.Access;
using Ocm.Errors;
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
}
