namespace Ocm.Server.Delivery;

/// <summary>What the other side showed of a share.</summary>
public enum ReconciliationFinding
{
    /// <summary>Nothing that counts: it was not asked, did not answer, or answered what may mean several things.</summary>
    Unknown,

    /// <summary>It has never confirmed the share.</summary>
    Unconfirmed,

    /// <summary>It holds the share: it took it, or gives access to it.</summary>
    Holds,

    /// <summary>For it the share has ended, or never was.</summary>
    Ended,
}
