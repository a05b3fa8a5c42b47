using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>
/// The sending vendor's hook to its SSH server: names the account for a share, lets the recipient's keys in and takes them
/// out again (SHARE-20). Both calls may come more than once for the same share.
/// </summary>
public interface ISshAuthorizer
{
    /// <summary>The account and path by which a share is reached.</summary>
    /// <param name="share">The share.</param>
    /// <returns>The user name and the absolute path.</returns>
    (string UserName, string Path) Locate(SentShare share);

    /// <summary>Lets the recipient's keys open the share and nothing else.</summary>
    /// <param name="share">The share, with <see cref="SentShare.RecipientPublicKeys"/>; they come from another server: validate them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When the keys are in.</returns>
    ValueTask AuthorizeAsync(SentShare share, CancellationToken cancellationToken = default);

    /// <summary>Takes the recipient's keys out: the share has ended.</summary>
    /// <param name="share">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When the keys are out.</returns>
    ValueTask WithdrawAsync(SentShare share, CancellationToken cancellationToken = default);
}
