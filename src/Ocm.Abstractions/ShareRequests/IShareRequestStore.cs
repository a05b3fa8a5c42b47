namespace Ocm.ShareRequests;

/// <summary>Keeps the requests for shares that this server received.</summary>
public interface IShareRequestStore
{
    /// <summary>
    /// Adds a request; a repeated one (same owner, requester and <see cref="ReceivedShareRequest.ResourceId"/>, still pending) is
    /// not added twice.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where the same request is pending already.</returns>
    ValueTask<bool> TryAddRequestAsync(ReceivedShareRequest request, CancellationToken cancellationToken = default);

    /// <summary>Finds a request.</summary>
    /// <param name="id">The request.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The request, or null.</returns>
    ValueTask<ReceivedShareRequest?> FindRequestAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Replaces a request if nobody changed it in between; the stored version is one higher afterwards.</summary>
    /// <param name="request">The request as it is to be, with the version that was read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where it changed in between or is not there.</returns>
    ValueTask<bool> TryReplaceRequestAsync(ReceivedShareRequest request, CancellationToken cancellationToken = default);

    /// <summary>Removes requests that were granted or dismissed; the oldest first.</summary>
    /// <param name="receivedBefore">Only requests whose <see cref="ReceivedShareRequest.ReceivedAt"/> is earlier.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were removed; fewer than <paramref name="max"/> means that none is left.</returns>
    ValueTask<int> RemoveAnsweredRequestsAsync(DateTimeOffset receivedBefore, int max, CancellationToken cancellationToken = default);

    /// <summary>Lists what was asked of a user, newest first.</summary>
    /// <param name="ownerIdentifier">The user.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The requests in whatever state.</returns>
    ValueTask<IReadOnlyList<ReceivedShareRequest>> ListRequestsAsync(
        string ownerIdentifier, int limit, CancellationToken cancellationToken = default);

    /// <summary>Lists what was asked of a user and is still pending, newest first.</summary>
    /// <param name="ownerIdentifier">The user.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The requests.</returns>
    ValueTask<IReadOnlyList<ReceivedShareRequest>> ListPendingRequestsAsync(
        string ownerIdentifier, int limit, CancellationToken cancellationToken = default);
}
