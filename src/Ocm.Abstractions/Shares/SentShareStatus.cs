namespace Ocm.Shares;

/// <summary>Where a share stands at its sending server.</summary>
public enum SentShareStatus
{
    /// <summary>Created; the receiving server has not confirmed it yet.</summary>
    PendingDelivery,

    /// <summary>The receiving server took it; the recipient has not answered.</summary>
    Sent,

    /// <summary>The recipient accepted it.</summary>
    Accepted,

    /// <summary>The recipient declined it; it gives no access any more.</summary>
    Declined,

    /// <summary>The sender ended it.</summary>
    Unshared,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>The receiving server refused it for good.</summary>
    Refused,
}
