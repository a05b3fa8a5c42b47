using Microsoft.Extensions.Logging;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>Tells the vendor's observers; what they throw is logged and changes nothing.</summary>
internal sealed partial class ShareEvents(IEnumerable<IShareObserver> observers, ILogger<ShareEvents> logger)
{
    internal ValueTask ReceivedAsync(ReceivedShare share, CancellationToken cancellationToken) =>
        TellAsync(observer => observer.OnReceivedAsync(share, cancellationToken));

    internal ValueTask ChangedAsync(ReceivedShare share, CancellationToken cancellationToken) =>
        TellAsync(observer => observer.OnReceivedChangedAsync(share, cancellationToken));

    internal ValueTask ChangedAsync(SentShare share, CancellationToken cancellationToken) =>
        TellAsync(observer => observer.OnSentChangedAsync(share, cancellationToken));

    internal ValueTask TransferCompletedAsync(SentShare share, CancellationToken cancellationToken) =>
        TellAsync(observer => observer.OnTransferCompletedAsync(share, cancellationToken));

    private async ValueTask TellAsync(Func<IShareObserver, ValueTask> tell)
    {
        foreach (var observer in observers)
        {
            try
            {
                await tell(observer).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // The change is stored; a vendor's mistake must not undo or repeat it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogObserverFailed(observer.GetType().Name, e);
            }
        }
    }

    [LoggerMessage(2100, LogLevel.Error, "The share observer {Observer} failed")]
    private partial void LogObserverFailed(string observer, Exception exception);
}
