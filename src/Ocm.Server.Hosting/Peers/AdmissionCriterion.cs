using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Peers;

namespace Ocm.Server.Peers;

/// <summary>
/// What <c>allowlist</c> and <c>denylist</c> announce, enforced on incoming calls before anything is fetched from the server, by
/// the very policy that decides on outgoing calls too.
/// </summary>
internal sealed class AdmissionCriterion(Criterion criterion, ServerTrustPolicy policy) : ICriterion
{
    public Criterion Criterion => criterion;

    public async ValueTask<OcmFailure?> CheckAsync(CriterionQuestion question, CancellationToken cancellationToken)
    {
        if (question.Stage != CriterionStage.Contact)
        {
            return null;
        }

        var verdict = await policy.EvaluateAsync(new TrustQuestion(question.Server, TrustGesture.Contact), cancellationToken).ConfigureAwait(false);
        return verdict.IsTrusted || (verdict.Source == TrustSource.Denylist) != (criterion == Criterion.Denylist)
            ? null
            : new OcmFailure(OcmFailureKind.Forbidden, "This server does not federate with yours.") { Rule = "SHARE-26" };
    }
}
