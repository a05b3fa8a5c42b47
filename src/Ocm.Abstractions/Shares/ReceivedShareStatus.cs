namespace Ocm.Shares;

/// <summary>Where a share stands at its receiving server.</summary>
public enum ReceivedShareStatus
{
    /// <summary>The recipient has not answered.</summary>
    Pending,

    /// <summary>The recipient accepted it.</summary>
    Accepted,

    /// <summary>The recipient declined or removed it.</summary>
    Declined,

    /// <summary>The sender ended it.</summary>
    Unshared,

    /// <summary>Its time is over.</summary>
    Expired,
}
