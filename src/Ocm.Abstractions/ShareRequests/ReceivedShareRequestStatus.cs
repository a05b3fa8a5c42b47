namespace Ocm.ShareRequests;

/// <summary>Where a request for a share stands at the owner's server.</summary>
public enum ReceivedShareRequestStatus
{
    /// <summary>The owner has not answered.</summary>
    Pending,

    /// <summary>The owner granted it; a share was created.</summary>
    Granted,

    /// <summary>The owner put it aside; the requesting server is not told.</summary>
    Dismissed,
}
