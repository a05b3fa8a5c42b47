using Ocm.Shares;

namespace Ocm.Server.Delivery;

/// <summary>What a reconciliation found and did about one share; either <see cref="Sent"/> or <see cref="Received"/> is set.</summary>
public sealed record ReconciledShare
{
    /// <summary>The share as it stands here afterwards, where this server sent it.</summary>
    public SentShare? Sent { get; init; }

    /// <summary>The share as it stands here afterwards, where this server received it.</summary>
    public ReceivedShare? Received { get; init; }

    /// <summary>What the other side showed.</summary>
    public required ReconciliationFinding Finding { get; init; }

    /// <summary>What was done; with <see cref="ReconciliationOptions.CompareOnly"/>, what would have been.</summary>
    public required ReconciliationAction Action { get; init; }

    /// <summary>Why, in words of ours, for the operator.</summary>
    public required string Reason { get; init; }
}
