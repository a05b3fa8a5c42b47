using Ocm.Discovery;
using Ocm.Errors;

namespace Ocm.Server.Peers;

/// <summary>
/// A condition on incoming calls. The same object is advertised in discovery and enforced in the pipeline, so that nothing is
/// announced that is not enforced (SHARE-26). Register one of your own with <c>AddCriterion</c>.
/// </summary>
public interface ICriterion
{
    /// <summary>What discovery lists.</summary>
    Criterion Criterion { get; }

    /// <summary>Checks a call; asked at each <see cref="CriterionStage"/>.</summary>
    /// <param name="question">The call as far as it is known at this stage.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null where the call may go on; else the failure to answer.</returns>
    ValueTask<OcmFailure?> CheckAsync(CriterionQuestion question, CancellationToken cancellationToken = default);
}
