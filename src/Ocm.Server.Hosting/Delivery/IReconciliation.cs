using Ocm.Addresses;

namespace Ocm.Server.Delivery;

/// <summary>
/// Compares what this server and another one believe of the shares between them, and mends what can be mended: for an
/// operator who knows that one of them lost something, such as after a database was restored from a backup.
/// </summary>
/// <remarks>
/// <para>
/// OCM lists no shares. What the other side believes shows only in its answers: a received share's credential opens the
/// resource or is refused, a repeated notification is taken or not. Only an answer that can mean nothing else ends a share
/// here: a server of the draft gives no access and refuses the exchange of the share's secret (<c>invalid_grant</c>).
/// Outages, errors, refused signatures and whatever older servers answer leave everything as it is. An ended share is never
/// brought back; where the other side still gives access to it, it is told of the end again.
/// </para>
/// <para>
/// Of a share that was sent, confirmed and has not ended, nothing can be asked: it is reported as
/// <see cref="ReconciliationFinding.Unknown"/>. The other server finds such a share by its own reconciliation.
/// </para>
/// </remarks>
public interface IReconciliation
{
    /// <summary>
    /// Goes through the shares with a server, the sent ones first, newest first. A server that is not trusted, or stops
    /// answering, is not asked any further: its other shares are reported as unknown.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="options">What to do; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the run; what was done stays done.</param>
    /// <returns>A report for each share as it comes. Nothing happens before it is read, or after reading it has stopped.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its limits.</exception>
    /// <exception cref="Errors.StoreUnavailableException">This server's own store cannot be reached; thrown while reading.</exception>
    IAsyncEnumerable<ReconciledShare> ReconcileAsync(
        OcmHost server, ReconciliationOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The same for one share that was sent, however long ago it ended.</summary>
    /// <param name="providerId">The share.</param>
    /// <param name="options">What to do; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The report; null where there is no such share.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its limits.</exception>
    ValueTask<ReconciledShare?> ReconcileSentAsync(
        string providerId, ReconciliationOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The same for one share that was received, however long ago it ended.</summary>
    /// <param name="id">The share's id at this server.</param>
    /// <param name="options">What to do; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The report; null where there is no such share.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its limits.</exception>
    ValueTask<ReconciledShare?> ReconcileReceivedAsync(
        string id, ReconciliationOptions? options = null, CancellationToken cancellationToken = default);
}
