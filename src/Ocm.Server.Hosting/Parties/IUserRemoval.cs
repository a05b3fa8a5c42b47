namespace Ocm.Server.Parties;

/// <summary>Takes a user out of the federation, called by the product's own code where it deletes or locks an account.</summary>
public interface IUserRemoval
{
    /// <summary>
    /// Ends all that a user has with other servers: open invites are revoked, shares unshared, received shares given back,
    /// requests put aside, contacts removed, and every server that knows the user is told by <c>USER_REMOVED</c> (OpenAPI:
    /// NewNotification) under the identifier that it was given (INV-08). What is to be told is stored and delivered later.
    /// </summary>
    /// <remarks>
    /// The user need not be in the directory any more; one that is still there can be invited and shared with anew. Access ends
    /// with this call, whatever the other servers do. It may be repeated, and must be where it failed in between: what was ended
    /// stays so. Shares to the user's groups, and what others share of the user's resources, stay.
    /// </remarks>
    /// <param name="userIdentifier">The user.</param>
    /// <param name="cancellationToken">Ends the call between two steps.</param>
    /// <returns>What was ended.</returns>
    ValueTask<UserRemovalResult> RemoveAsync(string userIdentifier, CancellationToken cancellationToken = default);
}
