using Ocm.Errors;
using Ocm.Peers;

namespace Ocm.Server.Peers;

/// <summary>Asks all trust policies in order; the first that refuses decides.</summary>
internal sealed class TrustDecision(IEnumerable<ITrustPolicy> policies) : ITrust
{
    private readonly ITrustPolicy[] _policies = [.. policies];

    /// <inheritdoc />
    public async ValueTask<TrustVerdict> EvaluateAsync(TrustQuestion question, CancellationToken cancellationToken = default)
    {
        TrustVerdict? first = null;
        foreach (var policy in _policies)
        {
            var verdict = await policy.EvaluateAsync(question, cancellationToken).ConfigureAwait(false);
            if (!verdict.IsTrusted)
            {
                return verdict;
            }

            first ??= verdict;
        }

        return first ?? TrustVerdict.Trusted("There is no trust policy.", TrustSource.Open);
    }

    /// <summary>The same for an incoming call: the peer learns that it is refused, not by which list.</summary>
    internal async ValueTask<OcmFailure?> RefuseIncomingAsync(TrustQuestion question, CancellationToken cancellationToken) =>
        (await EvaluateAsync(question, cancellationToken).ConfigureAwait(false)).IsTrusted
            ? null
            : new OcmFailure(OcmFailureKind.Forbidden, "This server does not take such calls from yours.");

    /// <summary>The same for an outgoing call: the own user learns the reason.</summary>
    internal async ValueTask<OcmFailure?> RefuseOutgoingAsync(TrustQuestion question, CancellationToken cancellationToken)
    {
        var verdict = await EvaluateAsync(question, cancellationToken).ConfigureAwait(false);
        return verdict.IsTrusted ? null : new OcmFailure(OcmFailureKind.Blocked, verdict.Reason);
    }
}
