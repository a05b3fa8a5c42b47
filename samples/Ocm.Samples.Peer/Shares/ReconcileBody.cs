namespace Ocm.Samples.Peer.Shares;

/// <summary>The body of <c>POST /api/reconcile</c>.</summary>
public sealed record ReconcileBody
{
    /// <summary>The other server, as host[:port].</summary>
    public required string Server { get; init; }

    /// <summary>Whether nothing is to change on either side.</summary>
    public bool CompareOnly { get; init; }
}
