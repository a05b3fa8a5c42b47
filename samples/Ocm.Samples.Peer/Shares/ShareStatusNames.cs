using Ocm.Shares;

namespace Ocm.Samples.Peer.Shares;

/// <summary>The statuses as the local API writes them.</summary>
internal static class ShareStatusNames
{
    public static string Of(SentShareStatus status) => status switch
    {
        SentShareStatus.PendingDelivery => "pending-delivery",
        SentShareStatus.Sent => "sent",
        SentShareStatus.Accepted => "accepted",
        SentShareStatus.Declined => "declined",
        SentShareStatus.Unshared => "unshared",
        SentShareStatus.Expired => "expired",
        SentShareStatus.Refused => "refused",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, message: null),
    };

    public static string Of(ReceivedShareStatus status) => status switch
    {
        ReceivedShareStatus.Pending => "pending",
        ReceivedShareStatus.Accepted => "accepted",
        ReceivedShareStatus.Declined => "declined",
        ReceivedShareStatus.Unshared => "unshared",
        ReceivedShareStatus.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, message: null),
    };
}
