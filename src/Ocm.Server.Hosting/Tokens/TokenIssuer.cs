using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Tokens;

/// <summary>Exchanges a share's secret for an access token (TOK-03, 05, 12).</summary>
internal sealed class TokenIssuer(
    IShareStore shares, IAccessTokenStore tokens, JwtAccessTokens jwt, TimeProvider time, IOptions<OcmServerOptions> options)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Issues a token; null where the code is unknown, its share has ended, or it is another receiver's.</summary>
    internal async ValueTask<TokenResponse?> IssueAsync(OcmHost client, SecretString code, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var share = await shares.FindSentBySecretAsync(code.Hash(), cancellationToken).ConfigureAwait(false);
        if (share is null || !share.IsActive(now) || share.ShareWith.Host != client)
        {
            return null;
        }

        var lifetime = options.Value.TokenLifetime;
        if (share.ExpiresAt is { } end && end - now < lifetime)
        {
            lifetime = end - now > Second ? end - now : Second;
        }

        return new TokenResponse
        {
            AccessToken = options.Value.AccessTokenFormat == AccessTokenFormat.Jwt
                ? await jwt.IssueAsync(share, client, now, now + lifetime, cancellationToken).ConfigureAwait(false)
                : await StoreAsync(share, client, now, now + lifetime, cancellationToken).ConfigureAwait(false),
            TokenType = TokenResponse.Bearer,
            ExpiresIn = (long)lifetime.TotalSeconds,
        };
    }

    private async ValueTask<SecretString> StoreAsync(
        SentShare share, OcmHost client, DateTimeOffset issuedAt, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var token = SecretString.Generate();
        await tokens.AddTokenAsync(
            new AccessToken { Hash = token.Hash(), ProviderId = share.ProviderId, ClientId = client, IssuedAt = issuedAt, ExpiresAt = expiresAt },
            cancellationToken).ConfigureAwait(false);
        return token;
    }
}
