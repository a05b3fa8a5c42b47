using Ocm.Addresses;

namespace Ocm.ShareRequests;

/// <summary>
/// The vendor's say on requests for shares: whether the resource exists and this party may know of it (REQ-02). Nothing is
/// shared by it: the owner grants by a gesture of its own.
/// </summary>
public interface IShareRequestPolicy
{
    /// <summary>Finds the resource that a request names.</summary>
    /// <param name="ownerIdentifier">The user who is asked; exists in the user directory.</param>
    /// <param name="requester">Who asks; proven by its server's signature.</param>
    /// <param name="share">What the request says, an id or a URL; chosen by a stranger.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The vendor's reference to the resource, or null where there is none or the requester may not know of it (404).</returns>
    ValueTask<string?> FindResourceAsync(
        string ownerIdentifier, OcmAddress requester, string share, CancellationToken cancellationToken = default);
}
