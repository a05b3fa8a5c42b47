using Microsoft.Extensions.Options;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Peers;
using Ocm.Server.Pipeline;

namespace Ocm.Server.Peers;

/// <summary>All criteria of this server: those that options switch on, and the vendor's own. The same list is advertised and enforced.</summary>
internal sealed class CriterionSet
{
    private readonly List<ICriterion> _criteria = [];

    public CriterionSet(IOptions<OcmServerOptions> options, IEnumerable<ICriterion> ownCriteria, ServerTrustPolicy trust, OperationScopes scopes)
    {
        var value = options.Value;
        if (value.SignaturesRequired)
        {
            _criteria.Add(new MustUseHttpSigCriterion());
        }

        if (value.RequireTokenExchange)
        {
            _criteria.Add(new MustExchangeTokenCriterion());
        }

        if (value.Denylist is not null)
        {
            _criteria.Add(new AdmissionCriterion(Criterion.Denylist, trust));
        }

        if (value.Allowlist is not null || value.TrustedBy != TrustSources.None)
        {
            _criteria.Add(new AdmissionCriterion(Criterion.Allowlist, trust));
        }

        if (value.RequireInvites)
        {
            _criteria.Add(new MustInviteCriterion(scopes));
        }

        _criteria.AddRange(ownCriteria);
    }

    internal IReadOnlyList<ICriterion> All => _criteria;

    internal async ValueTask<OcmFailure?> CheckAsync(CriterionQuestion question, CancellationToken cancellationToken)
    {
        foreach (var criterion in _criteria)
        {
            if (await criterion.CheckAsync(question, cancellationToken).ConfigureAwait(false) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }
}
