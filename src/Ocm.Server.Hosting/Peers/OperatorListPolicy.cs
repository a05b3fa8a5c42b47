using Microsoft.Extensions.Options;
using Ocm.Discovery;
using Ocm.Peers;

namespace Ocm.Server.Peers;

/// <summary>The operator's lists as a trust policy, so that they hold for outgoing calls too (DISC-16).</summary>
internal sealed class OperatorListPolicy(IOptions<OcmServerOptions> options) : ITrustPolicy
{
    private readonly OperatorListCriterion? _denylist =
        options.Value.Denylist is { } denied ? new OperatorListCriterion(Criterion.Denylist, denied) : null;

    private readonly OperatorListCriterion? _allowlist =
        options.Value.Allowlist is { } allowed ? new OperatorListCriterion(Criterion.Allowlist, allowed) : null;

    public ValueTask<TrustVerdict> EvaluateAsync(TrustQuestion question, CancellationToken cancellationToken) => ValueTask.FromResult(
        _denylist?.Admits(question.Server) == false ? TrustVerdict.Refused("The server is on the operator's denylist.")
        : _allowlist?.Admits(question.Server) == false ? TrustVerdict.Refused("The server is not on the operator's allowlist.")
        : TrustVerdict.Trusted("The operator's lists admit the server."));
}
