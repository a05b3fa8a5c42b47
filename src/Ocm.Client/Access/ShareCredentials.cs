using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Tokens;

namespace Ocm.Client.Access;

/// <summary>Chooses the credential of each request to one share.</summary>
internal sealed class ShareCredentials(
    OcmHost server,
    SecretString secret,
    CredentialMode mode,
    bool mayUseBasic,
    ShareMemory memory,
    IShareTokenProvider tokens,
    AccessLog log,
    TimeProvider timeProvider)
{
    // How long the secret is used after an optional exchange failed: where the server was not reached, and where it refused.
    private static readonly TimeSpan PauseWhenTransient = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseWhenRefused = TimeSpan.FromMinutes(5);

    /// <summary>The credential to use now.</summary>
    /// <param name="rejected">A credential that the sending server has just refused with 401.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The credential; a failure also where there is none but the refused one.</returns>
    internal ValueTask<OcmResult<ShareCredential>> GetAsync(ShareCredential? rejected, CancellationToken cancellationToken) => mode switch
    {
        CredentialMode.Token => TokenAsync(rejected, cancellationToken),
        CredentialMode.TokenOrSecret => TokenOrSecretAsync(rejected, cancellationToken),
        CredentialMode.Basic => ValueTask.FromResult(rejected is null ? ShareCredential.Basic(secret) : AccessFailures.CredentialRefused),
        _ => ValueTask.FromResult(Secret(rejected)),
    };

    // Older servers take a secret in one of the two ways, and say with 401 that it is the other one.
    private OcmResult<ShareCredential> Secret(ShareCredential? rejected)
    {
        if (rejected is not null && !mayUseBasic)
        {
            return AccessFailures.CredentialRefused;
        }

        var isBasic = mayUseBasic && (rejected is null ? memory.TakesBasic : !rejected.IsBasic);
        return isBasic ? ShareCredential.Basic(secret) : ShareCredential.Bearer(secret, isToken: false);
    }

    private async ValueTask<OcmResult<ShareCredential>> TokenAsync(ShareCredential? rejected, CancellationToken cancellationToken)
    {
        var result = await tokens.GetTokenAsync(server, secret, rejected?.Secret, cancellationToken).ConfigureAwait(false);
        if (!result.TryGetValue(out var token, out var failure))
        {
            return failure;
        }

        memory.HasExchanged = true;
        return ShareCredential.Bearer(token.AccessToken, isToken: true);
    }

    private async ValueTask<OcmResult<ShareCredential>> TokenOrSecretAsync(ShareCredential? rejected, CancellationToken cancellationToken)
    {
        var isSecretRefused = rejected is { IsToken: false };
        if (!memory.HasExchanged && !isSecretRefused && timeProvider.GetUtcNow() < memory.NoExchangeBefore)
        {
            return Secret(rejected: null);
        }

        var result = await TokenAsync(rejected, cancellationToken).ConfigureAwait(false);
        if (result.TryGetValue(out var credential, out var failure))
        {
            return credential;
        }

        if (memory.HasExchanged)
        {
            return failure;
        }

        memory.NoExchangeBefore = timeProvider.GetUtcNow() + (failure.IsTransient ? PauseWhenTransient : PauseWhenRefused);
        if (isSecretRefused)
        {
            return Secret(rejected);
        }

        log.FellBackToSecret(server, failure.Kind);
        return Secret(rejected: null);
    }
}
