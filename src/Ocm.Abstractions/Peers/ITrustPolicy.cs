namespace Ocm.Peers;

/// <summary>
/// Decides which servers may do what. All registered policies are asked, in the order of their registration, and each must
/// agree; the operator's lists and the advertised criteria are such policies.
/// </summary>
public interface ITrustPolicy
{
    /// <summary>Decides.</summary>
    /// <param name="question">Who wants to do what.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The verdict with its reason.</returns>
    ValueTask<TrustVerdict> EvaluateAsync(TrustQuestion question, CancellationToken cancellationToken = default);
}
