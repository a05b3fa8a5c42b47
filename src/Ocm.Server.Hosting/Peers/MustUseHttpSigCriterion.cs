using Ocm.Discovery;
using Ocm.Errors;

namespace Ocm.Server.Peers;

/// <summary>Refuses unsigned calls (draft: criteria, must-use-http-sig; SIG-15).</summary>
internal sealed class MustUseHttpSigCriterion : ICriterion
{
    public Criterion Criterion => Criterion.MustUseHttpSig;

    public ValueTask<OcmFailure?> CheckAsync(CriterionQuestion question, CancellationToken cancellationToken) => ValueTask.FromResult(
        question.Stage == CriterionStage.Authenticated && !question.IsSigned
            ? new OcmFailure(OcmFailureKind.Unauthenticated, "This server takes signed calls only.") { Rule = "SIG-15" }
            : null);
}
