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
    internal async ValueTask<OcmShareAccess?> FindAsync(SecretString credential, CancellationToken cancellationToken)
    {
        var hash = credential.Hash();
        var now = time.GetUtcNow();
        if (await tokens.FindTokenAsync(hash, cancellationToken).ConfigureAwait(false) is { } token)
        {
            return token.ExpiresAt > now
                && await shares.FindSentAsync(token.ProviderId, cancellationToken).ConfigureAwait(false) is { } opened
                && opened.IsActive(now)
                ? new OcmShareAccess(opened, ByToken: true)
                : null;
        }

        return options.Value.AllowSecretAccess
            && await shares.FindSentBySecretAsync(hash, cancellationToken).ConfigureAwait(false) is { AllowsSecretAccess: true } share
            && share.IsActive(now)
            ? new OcmShareAccess(share, ByToken: false)
            : null;
    }
}
