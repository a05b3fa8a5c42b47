using Ocm.Addresses;
using Ocm.Discovery;
using Ocm.Errors;

namespace Ocm.Server.Peers;

/// <summary>
/// The operator's allowlist or denylist (draft: criteria, allowlist and denylist). Enforced on incoming calls before anything is
/// fetched from the server.
/// </summary>
internal sealed class OperatorListCriterion : ICriterion
{
    private readonly List<HostPattern> _patterns = [];
    private readonly bool _allows;

    public OperatorListCriterion(Criterion criterion, IEnumerable<string> hosts)
    {
        Criterion = criterion;
        _allows = criterion == Criterion.Allowlist;
        foreach (var host in hosts)
        {
            if (HostPattern.TryParse(host, out var pattern))
            {
                _patterns.Add(pattern);
            }
        }
    }

    public Criterion Criterion { get; }

    public ValueTask<OcmFailure?> CheckAsync(CriterionQuestion question, CancellationToken cancellationToken) => ValueTask.FromResult(
        question.Stage != CriterionStage.Contact || Admits(question.Server)
            ? null
            : new OcmFailure(OcmFailureKind.Forbidden, "This server does not federate with yours.") { Rule = "SHARE-26" });

    internal bool Admits(OcmHost host) => _patterns.Exists(pattern => pattern.Matches(host)) == _allows;
}
