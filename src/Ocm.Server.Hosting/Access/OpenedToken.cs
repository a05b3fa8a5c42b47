using Ocm.Shares;

namespace Ocm.Server.Access;

/// <summary>A token that this server issued, and its share, which is active. The token itself may have ended.</summary>
/// <param name="Share">The share.</param>
/// <param name="ExpiresAt">When the token ends.</param>
internal sealed record OpenedToken(SentShare Share, DateTimeOffset ExpiresAt);
