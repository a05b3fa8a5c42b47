namespace Ocm.Peers;

/// <summary>The answer to a <see cref="TrustQuestion"/>, with its reason.</summary>
/// <param name="IsTrusted">Whether it may go on.</param>
/// <param name="Reason">One sentence for the operator's log and the user; names the list or rule, never a secret.</param>
public sealed record TrustVerdict(bool IsTrusted, string Reason)
{
    /// <summary>Trust.</summary>
    /// <param name="reason">Why.</param>
    /// <returns>The verdict.</returns>
    public static TrustVerdict Trusted(string reason) => new(true, reason);

    /// <summary>No trust.</summary>
    /// <param name="reason">Why not.</param>
    /// <returns>The verdict.</returns>
    public static TrustVerdict Refused(string reason) => new(false, reason);
}
