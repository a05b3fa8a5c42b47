namespace Ocm.Delivery;

/// <summary>What an outbox item delivers.</summary>
public enum OutboxItemKind
{
    /// <summary>The share creation notification of a sent share; built from the share at each attempt.</summary>
    ShareCreation,

    /// <summary>A notification about a share to its other side.</summary>
    Notification,
}
