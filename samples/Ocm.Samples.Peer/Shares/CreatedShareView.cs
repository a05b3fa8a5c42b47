namespace Ocm.Samples.Peer.Shares;

/// <summary>A share that was just sent.</summary>
/// <param name="ProviderId">The share.</param>
/// <param name="Status"><c>sent</c>, or <c>pending-delivery</c> where the other server could not be reached yet.</param>
/// <param name="RecipientDisplayName">The recipient's name as the other server told it.</param>
public sealed record CreatedShareView(string ProviderId, string Status, string? RecipientDisplayName);
