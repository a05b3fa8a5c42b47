namespace Ocm.Delivery;

/// <summary>Where an outbox item stands. A delivered item is removed.</summary>
public enum OutboxItemStatus
{
    /// <summary>Waits for its next attempt, or is under way.</summary>
    Pending,

    /// <summary>Given up: refused for good, or too old. Kept with its reason until somebody removes or retries it.</summary>
    Failed,
}
