using Ocm.Errors;

namespace Ocm.Shares;

/// <summary>
/// Carries what a recipient asks to the owner of the share, for example into an inbox. An owner who agrees shares like anybody
/// else. Without one, such notifications are refused (400). Register it with <c>AddReshareWishes</c>.
/// </summary>
public interface IReshareWishHandler
{
    /// <summary>A recipient asks; the same wish may come again.</summary>
    /// <param name="wish">What is asked.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Success where the owner is told, which the other server hears as 201; or the failure to answer.</returns>
    ValueTask<OcmResult<OcmUnit>> HandleAsync(ReshareWish wish, CancellationToken cancellationToken = default);
}
