using Microsoft.Extensions.Options;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Access;

/// <summary>
/// Finds the share that a credential opens, asking the stores at each access: an ended share opens nothing, whatever token is
/// still about (ACC-10, TOK-12).
/// </summary>
internal sealed class ShareCredentials(IShareStore shares, IAccessTokenStore tokens, TimeProvider time, IOptions<OcmServerOptions> options)
{
    /// <summary>The access that a credential gives now: an exchanged token, or the secret of a share that it opens.</summary>
    internal async ValueTask<OcmShareAccess?> FindAsync(SecretString credential, CancellationToken cancellationToken)
    {
        var hash = credential.Hash();
        var now = time.GetUtcNow();
        if (await tokens.FindTokenAsync(hash, cancellationToken).ConfigureAwait(false) is { } token)
        {
            return token.ExpiresAt > now && await FindActiveAsync(token, cancellationToken).ConfigureAwait(false) is { } opened
                ? new OcmShareAccess(opened, ByToken: true)
                : null;
        }

        return options.Value.AllowSecretAccess
            && await shares.FindSentBySecretAsync(hash, cancellationToken).ConfigureAwait(false) is { AllowsSecretAccess: true } share
            && share.IsActive(now)
            ? new OcmShareAccess(share, ByToken: false)
            : null;
    }

    /// <summary>The active share of a token, which itself may have ended; null for everything else, a share's secret included.</summary>
    internal async ValueTask<OpenedToken?> FindTokenAsync(SecretString credential, CancellationToken cancellationToken) =>
        await tokens.FindTokenAsync(credential.Hash(), cancellationToken).ConfigureAwait(false) is { } token
        && await FindActiveAsync(token, cancellationToken).ConfigureAwait(false) is { } share
            ? new OpenedToken(share, token.ExpiresAt)
            : null;

    private async ValueTask<SentShare?> FindActiveAsync(AccessToken token, CancellationToken cancellationToken) =>
        await shares.FindSentAsync(token.ProviderId, cancellationToken).ConfigureAwait(false) is { } share && share.IsActive(time.GetUtcNow())
            ? share
            : null;
}
