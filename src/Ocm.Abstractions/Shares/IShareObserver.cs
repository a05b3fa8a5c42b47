namespace Ocm.Shares;

/// <summary>
/// Tells the vendor's product what happened to shares, after it was stored: the place for an inbox entry, a push message or
/// a mail (draft: Receiving Party Notification). Called at least once for each change; what it throws is logged and changes nothing.
/// </summary>
public interface IShareObserver
{
    /// <summary>Another server offered a share.</summary>
    /// <param name="share">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When the vendor is done.</returns>
    ValueTask OnReceivedAsync(ReceivedShare share, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    /// <summary>A received share was accepted, declined, ended by its sender, or expired; see its status.</summary>
    /// <param name="share">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When the vendor is done.</returns>
    ValueTask OnReceivedChangedAsync(ReceivedShare share, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    /// <summary>A sent share was confirmed, accepted, declined, refused, ended, or expired; see its status.</summary>
    /// <param name="share">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When the vendor is done.</returns>
    ValueTask OnSentChangedAsync(SentShare share, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    /// <summary>
    /// The recipient of a sent share with <c>datatx</c> has completed the transfer: a copy that was kept for it can be freed
    /// (SHARE-32). The share goes on until it is ended or expires.
    /// </summary>
    /// <param name="share">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When the vendor is done.</returns>
    ValueTask OnTransferCompletedAsync(SentShare share, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}
