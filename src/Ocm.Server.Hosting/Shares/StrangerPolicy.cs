using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>
/// Discards a share whose sender is no contact of the recipient, wherever the contact came from. It is not announced; the
/// criterion <c>must-invite</c> announces the stricter rule. A group has no address book: its shares are not judged.
/// </summary>
internal sealed class StrangerPolicy(IContactStore contacts) : IShareDiscardPolicy
{
    public async ValueTask<OcmFailure?> CheckAsync(ShareDiscardQuestion question, CancellationToken cancellationToken)
    {
        var share = question.Share;
        return share.ShareType != ShareType.User
            || await contacts.FindContactAsync(share.RecipientIdentifier, share.Sender, cancellationToken).ConfigureAwait(false) is not null
            ? null
            : new OcmFailure(OcmFailureKind.Forbidden, "The recipient takes shares from contacts only.") { Rule = "SHARE-25" };
    }
}
