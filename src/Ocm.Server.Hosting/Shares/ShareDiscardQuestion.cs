using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>A share creation notification as a discard policy sees it.</summary>
/// <param name="Share">The share as it would be stored, pending. It holds the secret.</param>
public sealed record ShareDiscardQuestion(ReceivedShare Share)
{
    /// <summary>Whether a valid signature proves the sending server; false only where policy takes unsigned calls (SIG-24).</summary>
    public required bool IsSigned { get; init; }
}
