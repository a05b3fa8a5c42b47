using System.Collections.Concurrent;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Shares;

namespace Ocm.Conformance.Notifications;

/// <summary>The vendor's side of notifications: keeps what it is told.</summary>
internal sealed class Recorder : IReshareWishHandler, IShareObserver, INotificationHandler
{
    public static readonly NotificationType Greeting = new("EXAMPLE_GREETING");

    public ConcurrentQueue<ReshareWish> Wishes { get; } = new();

    public ConcurrentQueue<SentShare> Completed { get; } = new();

    public ConcurrentQueue<ReceivedShare> ReceivedChanged { get; } = new();

    public ConcurrentQueue<(OcmNotification Notification, NotificationContext Context)> Others { get; } = new();

    public NotificationType NotificationType { get; init; } = Greeting;

    public ValueTask<OcmResult<OcmUnit>> HandleAsync(ReshareWish wish, CancellationToken cancellationToken)
    {
        Wishes.Enqueue(wish);
        return ValueTask.FromResult<OcmResult<OcmUnit>>(OcmUnit.Value);
    }

    public ValueTask OnReceivedChangedAsync(ReceivedShare share, CancellationToken cancellationToken)
    {
        ReceivedChanged.Enqueue(share);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnTransferCompletedAsync(SentShare share, CancellationToken cancellationToken)
    {
        Completed.Enqueue(share);
        return ValueTask.CompletedTask;
    }

    public ValueTask<OcmResult<OcmUnit>> HandleAsync(OcmNotification notification, NotificationContext context, CancellationToken cancellationToken)
    {
        Others.Enqueue((notification, context));
        return ValueTask.FromResult<OcmResult<OcmUnit>>(OcmUnit.Value);
    }
}
