namespace Ocm.Server.Delivery;

/// <summary>What a reconciliation did about a share.</summary>
public enum ReconciliationAction
{
    /// <summary>Nothing: both sides agree, or nothing counts as a reason to act.</summary>
    None,

    /// <summary>The share was ended here.</summary>
    Ended,

    /// <summary>The other side was told again how the share stands here, or is going to be: see <see cref="IDeliveries"/>.</summary>
    Told,
}
