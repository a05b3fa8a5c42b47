namespace Ocm.Server.Tokens;

/// <summary>What a token of this server's says, its signature verified. It may have ended.</summary>
/// <param name="ProviderId">The share.</param>
/// <param name="ClientId">The receiving server that it was issued to.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record JwtGrant(string ProviderId, string ClientId, DateTimeOffset ExpiresAt);
