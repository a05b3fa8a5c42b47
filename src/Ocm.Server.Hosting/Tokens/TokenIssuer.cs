using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Tokens;

/// <summary>Exchanges a share's secret for an opaque access token (TOK-03, 05, 12).</summary>
internal sealed class TokenIssuer(IShareStore shares, IAccessTokenStore tokens, TimeProvider time, IOptions<OcmServerOptions> options)
{
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
            lifetime = end - now;
        }

        var token = SecretString.Generate();
        await tokens.AddTokenAsync(
            new AccessToken { Hash = token.Hash(), ProviderId = share.ProviderId, ClientId = client, IssuedAt = now, ExpiresAt = now + lifetime },
            cancellationToken).ConfigureAwait(false);
        return new TokenResponse
        {
            AccessToken = token,
            TokenType = TokenResponse.Bearer,
            ExpiresIn = Math.Max(1, (long)lifetime.TotalSeconds),
        };
    }
}
