using Microsoft.Extensions.Options;
using Ocm.Client.Http;
using Ocm.Errors;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Client.Access;

/// <summary>Prepares the opening of a share's web application: the target, the URI, and the token in exchange for the secret.</summary>
internal sealed class WebAppLauncher(
    Lazy<IShareTokenProvider> tokens, ShareMemories memories, IOptions<OcmHttpOptions> http, AccessLog log, TimeProvider timeProvider)
{
    internal async ValueTask<OcmResult<WebAppLaunch>> OpenAsync(
        ReceivedShare share, AccessContext context, WebAppLaunchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(share);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        if (!IsUsable(request.ExpiredSessionRedirectUri) || request.ExpiredSessionRedirectUri.UserInfo.Length > 0)
        {
            throw new ArgumentException("ExpiredSessionRedirectUri must be an absolute https URI without user information.", nameof(request));
        }

        var result = await PrepareAsync(share, context, request, cancellationToken).ConfigureAwait(false);
        if (result.Failure is { } failure)
        {
            log.Refused(share.Id, failure.Kind, failure.Message);
        }

        return result;
    }

    private async ValueTask<OcmResult<WebAppLaunch>> PrepareAsync(
        ReceivedShare share, AccessContext context, WebAppLaunchRequest request, CancellationToken cancellationToken)
    {
        if (share.Protocol.WebApp is not { } webApp)
        {
            return AccessGate.Check(share, context, requirements: null, timeProvider.GetUtcNow()) ?? AccessFailures.NoWebApp;
        }

        if (AccessGate.Check(share, context, webApp.Requirements, timeProvider.GetUtcNow()) is { } refused)
        {
            return refused;
        }

        if (!ResourcePath.TryParse(request.Path, out var path))
        {
            return AccessFailures.BadPath;
        }

        if (request.SupportedTargets.Cast<WebAppTarget?>().FirstOrDefault(t => webApp.Targets.Contains(t!.Value)) is not { } target)
        {
            return AccessFailures.NoCommonTarget;
        }

        if (ResourceRoot.FromAbsolute(webApp.Uri) is not { } root || !IsUsable(root.Resolve(path)))
        {
            return AccessFailures.BadWebAppUri;
        }

        var exchanged = await ExchangeAsync(share, webApp.SharedSecret, request.RenewToken, cancellationToken).ConfigureAwait(false);
        if (!exchanged.TryGetValue(out var token, out var failure))
        {
            return failure;
        }

        // Where WebDAV has the same secret, it has served its time.
        memories.Get(ShareKey.Of(share.SendingServer, webApp.SharedSecret)).HasExchanged = true;
        return new WebAppLaunch(
            root.Resolve(path), target, token.AccessToken, request.ExpiredSessionRedirectUri, root.Host == share.SendingServer);
    }

    private async ValueTask<OcmResult<ShareToken>> ExchangeAsync(
        ReceivedShare share, SecretString secret, bool renew, CancellationToken cancellationToken)
    {
        var exchanged = await tokens.Value.GetTokenAsync(share.SendingServer, secret, rejected: null, cancellationToken).ConfigureAwait(false);
        return renew && exchanged.TryGetValue(out var known, out _)
            ? await tokens.Value.GetTokenAsync(share.SendingServer, secret, known.AccessToken, cancellationToken).ConfigureAwait(false)
            : exchanged;
    }

    private bool IsUsable(Uri uri) =>
        uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttps || (http.Value.AllowHttp && uri.Scheme == Uri.UriSchemeHttp));
}
