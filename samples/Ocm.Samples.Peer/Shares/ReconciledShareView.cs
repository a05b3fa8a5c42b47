using Ocm.Server.Delivery;

namespace Ocm.Samples.Peer.Shares;

/// <summary>One share after a reconciliation.</summary>
/// <param name="Direction"><c>sent</c> or <c>received</c>.</param>
/// <param name="ProviderId">The share's name at its sending server.</param>
/// <param name="Status">How it stands here now.</param>
/// <param name="OtherSide"><c>holds</c>, <c>ended</c>, <c>unconfirmed</c> or <c>unknown</c>.</param>
/// <param name="Action"><c>none</c>, <c>ended</c> or <c>told</c>.</param>
/// <param name="Reason">Why.</param>
public sealed record ReconciledShareView(string Direction, string ProviderId, string Status, string OtherSide, string Action, string Reason)
{
    internal static ReconciledShareView Of(ReconciledShare report) => new(
        report.Sent is null ? "received" : "sent",
        report.Sent?.ProviderId ?? report.Received!.ProviderId,
        report.Sent is { } sent ? ShareStatusNames.Of(sent.Status) : ShareStatusNames.Of(report.Received!.Status),
        report.Finding switch
        {
            ReconciliationFinding.Holds => "holds",
            ReconciliationFinding.Ended => "ended",
            ReconciliationFinding.Unconfirmed => "unconfirmed",
            _ => "unknown",
        },
        report.Action switch
        {
            ReconciliationAction.Ended => "ended",
            ReconciliationAction.Told => "told",
            _ => "none",
        },
        report.Reason);
}
