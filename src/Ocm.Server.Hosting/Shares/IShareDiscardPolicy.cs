using Ocm.Errors;

namespace Ocm.Server.Shares;

/// <summary>
/// One reason to discard a share creation notification (draft: Decision to Discard; SHARE-25). All that are registered are asked,
/// in the order of their registration, once the notification is valid and its sender proven; the first that refuses decides, and
/// nothing is stored. What no policy can admit (a bad signature, an advertised criterion that is not met) was refused before.
/// </summary>
public interface IShareDiscardPolicy
{
    /// <summary>Judges an offered share.</summary>
    /// <param name="question">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// Null where the policy has nothing against it; else the failure to answer: <see cref="OcmFailureKind.Forbidden"/> (403), or
    /// <see cref="OcmFailureKind.Unavailable"/> (503) where the sender may come again.
    /// </returns>
    ValueTask<OcmFailure?> CheckAsync(ShareDiscardQuestion question, CancellationToken cancellationToken = default);
}
