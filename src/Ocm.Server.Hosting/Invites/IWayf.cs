using Ocm.Errors;
using Ocm.Tokens;

namespace Ocm.Server.Invites;

/// <summary>
/// The where-are-you-from page of the invite flow, without its HTML: what to show, and where to send the browser (draft: WAYF
/// Page; INV-11, DIR-03). The page is public; it does nothing for who has no open invite of this server, so it neither finds
/// servers out for strangers nor sends anybody elsewhere.
/// </summary>
public interface IWayf
{
    /// <summary>What the page shows for an invite.</summary>
    /// <param name="token">The query parameter <c>token</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The page; a failure of kind <see cref="OcmFailureKind.NotFound"/> where this is no open invite of this server.</returns>
    ValueTask<OcmResult<WayfPage>> OpenAsync(SecretString token, CancellationToken cancellationToken = default);

    /// <summary>Finds out where the invited person accepts: discovers the chosen server and completes the URL of its page.</summary>
    /// <param name="token">The invite's token.</param>
    /// <param name="server">The chosen server: <c>host[:port]</c>, its origin, or the person's OCM address there.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// The server's <c>inviteAcceptDialog</c> with <c>token</c> and <c>providerDomain</c>, always a URL of that very server; or
    /// why not: no open invite, no server, one that is not trusted or cannot be discovered, or one without such a page
    /// (<see cref="OcmFailureKind.NotSupported"/>), where the person takes the invite string instead.
    /// </returns>
    ValueTask<OcmResult<Uri>> ChooseAsync(SecretString token, string? server, CancellationToken cancellationToken = default);
}
