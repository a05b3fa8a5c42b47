using Ocm.Contacts;
using Ocm.Shares;

namespace Ocm.Server.Contacts;

/// <summary>Accepts shares of contacts whom the recipient trusts (draft: JSContact Types Registry, <c>trusted</c>).</summary>
internal sealed class TrustedContactsPolicy(IContactStore contacts) : IAutoAcceptPolicy
{
    public async ValueTask<bool> ShouldAcceptAsync(ReceivedShare share, CancellationToken cancellationToken = default) =>
        share.ShareType == ShareType.User
        && await contacts.FindContactAsync(share.RecipientIdentifier, share.Sender, cancellationToken).ConfigureAwait(false) is { Trusted: true };
}
