using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Server.Peers;

/// <summary>Refuses shares that do not require the code flow in each protocol (draft: criteria, must-exchange-token).</summary>
internal sealed class MustExchangeTokenCriterion : ICriterion
{
    public Criterion Criterion => Criterion.MustExchangeToken;

    public ValueTask<OcmFailure?> CheckAsync(CriterionQuestion question, CancellationToken cancellationToken)
    {
        if (question is not { Stage: CriterionStage.Share, Share.Protocol: { } protocol })
        {
            return ValueTask.FromResult<OcmFailure?>(null);
        }

        List<ValidationError> errors = [];
        foreach (var name in protocol.Offered())
        {
            var requirements = name == ProtocolName.WebDav ? protocol.WebDav?.Requirements
                : name == ProtocolName.WebApp ? protocol.WebApp?.Requirements
                : null;
            if (requirements?.Contains(Requirement.MustExchangeToken) != true)
            {
                errors.Add(new ValidationError(Field(name), "must include must-exchange-token: this server takes no other shares"));
            }
        }

        return ValueTask.FromResult(errors.Count == 0 ? null : OcmFailure.Invalid(errors) with { Rule = "SHARE-26" });
    }

    // A vendor's own protocol has a name that the sender chose: it is not repeated.
    private static string Field(ProtocolName name) =>
        name == ProtocolName.WebDav || name == ProtocolName.WebApp || name == ProtocolName.Ssh || name == ProtocolName.Embedded
            ? $"protocol.{name}.requirements"
            : "protocol";
}
