using Microsoft.Extensions.DependencyInjection;
using Ocm.Contacts;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Server.Pipeline;
using Ocm.Shares;

namespace Ocm.Server.Peers;

/// <summary>Refuses shares whose sender is no contact of the recipient by invite (draft: criteria, must-invite).</summary>
internal sealed class MustInviteCriterion(OperationScopes scopes) : ICriterion
{
    public Criterion Criterion => Criterion.MustInvite;

    public async ValueTask<OcmFailure?> CheckAsync(CriterionQuestion question, CancellationToken cancellationToken)
    {
        if (question is not { Stage: CriterionStage.Share, Share: { } share, RecipientIdentifier: { } recipient })
        {
            return null;
        }

        var scope = scopes.Open();
        await using (scope.ConfigureAwait(false))
        {
            var contacts = scope.ServiceProvider.GetRequiredService<IContactStore>();
            if (share.ShareType == ShareType.User
                && await contacts.FindContactAsync(recipient, share.Sender, cancellationToken).ConfigureAwait(false) is { } contact
                && contact.Source == ContactSource.Invite)
            {
                return null;
            }
        }

        return new OcmFailure(OcmFailureKind.Forbidden, "The sender and the recipient have not exchanged an invite.") { Rule = "SHARE-26" };
    }
}
