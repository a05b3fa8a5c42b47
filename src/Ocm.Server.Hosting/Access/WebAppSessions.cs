using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Http;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Access;

/// <summary>What a posted token opens, where the browser may be sent back to, and who may frame the application.</summary>
internal sealed class WebAppSessions(
    IShareStore shares, ShareCredentials credentials, TimeProvider time, IOptions<WebAppOptions> webApp, IOptions<OcmHttpOptions> http)
{
    private const int MaxUriLength = 4096;

    /// <summary>The session of a token that is good now and belongs to a share that is offered as a web application.</summary>
    internal async ValueTask<OcmWebAppSession?> OpenAsync(SecretString token, string? expiredSessionRedirectUri, CancellationToken cancellationToken) =>
        await credentials.FindTokenAsync(token, cancellationToken).ConfigureAwait(false) is { } found
        && found.ExpiresAt > time.GetUtcNow()
        && IsOffered(found.Share)
            ? new OcmWebAppSession(new OcmShareAccess(found.Share, ByToken: true), found.ExpiresAt, Accept(expiredSessionRedirectUri, found.Share, token))
            : null;

    /// <summary>
    /// Where a browser goes whose token has ended while the share has not. The share is the token's, or the one that the URL
    /// names where the token is forgotten already; the place is always that share's receiving server.
    /// </summary>
    internal async ValueTask<Uri?> FindWayBackAsync(
        SecretString token, string? providerId, string? expiredSessionRedirectUri, CancellationToken cancellationToken)
    {
        var share = (await credentials.FindTokenAsync(token, cancellationToken).ConfigureAwait(false))?.Share;
        if (share is null && providerId is { Length: > 0 })
        {
            share = await shares.FindSentAsync(providerId, cancellationToken).ConfigureAwait(false);
        }

        return share is not null && share.IsActive(time.GetUtcNow()) && IsOffered(share) ? Accept(expiredSessionRedirectUri, share, token) : null;
    }

    /// <summary>Who may frame the application: the receiving server where frames are offered, else nobody.</summary>
    internal string AncestorsOf(SentShare share)
    {
        if (!webApp.Value.Targets.Contains(WebAppTarget.Iframe))
        {
            return "'none'";
        }

        var receiver = share.ShareWith.Host;
        return http.Value.AllowHttp ? $"https://{receiver} http://{receiver}" : $"https://{receiver}";
    }

    // Until the receiving server has answered, nothing says which protocols were offered in the end.
    private static bool IsOffered(SentShare share) => share.Protocols.Count == 0 || share.Protocols.Contains(ProtocolName.WebApp);

    // A place at the receiving server and nowhere else: the field comes through a browser. And none that holds the token.
    private Uri? Accept(string? text, SentShare share, SecretString token) =>
        text is { Length: > 0 and <= MaxUriLength }
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (http.Value.AllowHttp && uri.Scheme == Uri.UriSchemeHttp))
        && uri.UserInfo.Length == 0
        && OcmHost.TryFromUri(uri, out var host)
        && host == share.ShareWith.Host
        && !Uri.UnescapeDataString(text).Contains(token.Reveal(), StringComparison.Ordinal)
            ? uri
            : null;
}
