using Ocm.Tokens;

namespace Ocm.Client.Access;

/// <summary>A bearer token for a received share. Confidential: kept in memory only and not beyond its end (TOK-07).</summary>
/// <param name="AccessToken">The token.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record ShareToken(SecretString AccessToken, DateTimeOffset ExpiresAt);
