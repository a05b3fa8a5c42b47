using Microsoft.Extensions.Options;
using Ocm.Server.Tokens;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Access;

/// <summary>
/// Finds the share that a credential opens, asking the stores at each access: an ended share opens nothing, whatever token is
/// still about (ACC-10, TOK-12).
/// </summary>
internal sealed class ShareCredentials(
    IShareStore shares, IAccessTokenStore tokens, JwtAccessTokens jwt, TimeProvider time, IOptions<OcmServerOptions> options)
{
    /// <summary>The access that a credential gives now: an exchanged token, or the secret of a share that it opens.</summary>
    internal async ValueTask<OcmShareAccess?> FindAsync(SecretString credential, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await FindTokenAsync(credential, cancellationToken).ConfigureAwait(false) is { } token)
        {
            return token.ExpiresAt > now ? new OcmShareAccess(token.Share, ByToken: true) : null;
        }

        return await FindBySecretAsync(credential, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The access that a share's secret gives, where the share was offered so; a token gives none here.</summary>
    internal async ValueTask<OcmShareAccess?> FindBySecretAsync(SecretString secret, CancellationToken cancellationToken) =>
        options.Value.AllowSecretAccess
        && await shares.FindSentBySecretAsync(secret.Hash(), cancellationToken).ConfigureAwait(false) is { AllowsSecretAccess: true } share
        && share.IsActive(time.GetUtcNow())
            ? new OcmShareAccess(share, ByToken: false)
            : null;

    /// <summary>The active share of a token, which itself may have ended; null for everything else, a share's secret included.</summary>
    internal async ValueTask<OpenedToken?> FindTokenAsync(SecretString credential, CancellationToken cancellationToken)
    {
        // Opaque tokens and secrets are letters and digits: what has dots is none of them.
        if (options.Value.AccessTokenFormat == AccessTokenFormat.Jwt && credential.Reveal().Contains('.', StringComparison.Ordinal))
        {
            return await jwt.ReadAsync(credential.Reveal(), cancellationToken).ConfigureAwait(false) is { } grant
                && await FindActiveAsync(grant.ProviderId, cancellationToken).ConfigureAwait(false) is { } granted
                && granted.ShareWith.Host.Value == grant.ClientId
                    ? new OpenedToken(granted, grant.ExpiresAt)
                    : null;
        }

        return await tokens.FindTokenAsync(credential.Hash(), cancellationToken).ConfigureAwait(false) is { } token
            && await FindActiveAsync(token.ProviderId, cancellationToken).ConfigureAwait(false) is { } share
                ? new OpenedToken(share, token.ExpiresAt)
                : null;
    }

    private async ValueTask<SentShare?> FindActiveAsync(string providerId, CancellationToken cancellationToken) =>
        await shares.FindSentAsync(providerId, cancellationToken).ConfigureAwait(false) is { } share && share.IsActive(time.GetUtcNow())
            ? share
            : null;
}
