using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.ShareRequests;
using Ocm.Shares;

namespace Ocm.Server.ShareRequests;

/// <summary>Asking for shares and answering such requests (draft: Request for a Share).</summary>
public interface IShareRequests
{
    /// <summary>Asks an owner at another server for a share.</summary>
    /// <param name="userIdentifier">The user who asks and is to be the recipient.</param>
    /// <param name="owner">Who is asked.</param>
    /// <param name="share">The resource: an id or a URL at the owner's server.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Success where the owner's server took the request; nothing is shared by it.</returns>
    ValueTask<OcmResult<OcmUnit>> SendAsync(
        string userIdentifier, OcmAddress owner, string share, CancellationToken cancellationToken = default);

    /// <summary>Lists what was asked of a user, newest first.</summary>
    /// <param name="ownerIdentifier">The user.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The requests in whatever state.</returns>
    ValueTask<IReadOnlyList<ReceivedShareRequest>> ListAsync(
        string ownerIdentifier, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Grants a request: creates the share (REQ-03).</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="ownerIdentifier">The user who was asked.</param>
    /// <param name="share">Makes the share of the request, with what the owner chose.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The share; a failure where there is no such pending request or the share cannot be created.</returns>
    ValueTask<OcmResult<SentShare>> GrantAsync(
        string requestId, string ownerIdentifier, Func<ReceivedShareRequest, NewShare> share, CancellationToken cancellationToken = default);

    /// <summary>Puts a request aside; the requester is not told.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="ownerIdentifier">The user who was asked.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where there is no such pending request.</returns>
    ValueTask<bool> DismissAsync(string requestId, string ownerIdentifier, CancellationToken cancellationToken = default);
}
