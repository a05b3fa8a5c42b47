namespace Ocm.Peers;

/// <summary>The answer to a <see cref="TrustQuestion"/>, with its reason.</summary>
/// <param name="IsTrusted">Whether it may go on.</param>
/// <param name="Reason">One sentence for the operator's log and the user; names the list or rule, never a secret.</param>
public sealed record TrustVerdict(bool IsTrusted, string Reason)
{
    /// <summary>What it rests on; a policy of the vendor's own where it is not set.</summary>
    public TrustSource Source { get; init; }

    /// <summary>Trust.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="source">What it rests on.</param>
    /// <returns>The verdict.</returns>
    public static TrustVerdict Trusted(string reason, TrustSource source = TrustSource.Policy) => new(true, reason) { Source = source };

    /// <summary>No trust.</summary>
    /// <param name="reason">Why not.</param>
    /// <param name="source">What it rests on.</param>
    /// <returns>The verdict.</returns>
    public static TrustVerdict Refused(string reason, TrustSource source = TrustSource.Policy) => new(false, reason) { Source = source };
}
