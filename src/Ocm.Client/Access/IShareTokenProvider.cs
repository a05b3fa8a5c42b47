using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Tokens;

namespace Ocm.Client.Access;

/// <summary>
/// Gives the bearer tokens with which received shares are accessed (draft: Code Flow). The default keeps them in this
/// process. Deployed servers revoke the earlier token of a share with each exchange: a product that runs on several nodes
/// registers an implementation that shares tokens between them, so that the nodes do not revoke each other's. Register it
/// as a singleton; it exchanges with <see cref="IOcmClient.ExchangeTokenAsync"/>.
/// </summary>
public interface IShareTokenProvider
{
    /// <summary>A token that is good now. Concurrent callers for one share get the answer of one exchange (TOK-08).</summary>
    /// <param name="sendingServer">The server that sent the share.</param>
    /// <param name="sharedSecret">The share's secret, which is exchanged.</param>
    /// <param name="rejected">
    /// A token that the sending server has just refused. Where it is still the present one, a new one is fetched; where
    /// another caller has renewed it meanwhile, the new one is given.
    /// </param>
    /// <param name="cancellationToken">Ends this caller's wait, not the exchange that others wait for.</param>
    /// <returns>The token, or why there is none.</returns>
    ValueTask<OcmResult<ShareToken>> GetTokenAsync(
        OcmHost sendingServer, SecretString sharedSecret, SecretString? rejected = null, CancellationToken cancellationToken = default);
}
