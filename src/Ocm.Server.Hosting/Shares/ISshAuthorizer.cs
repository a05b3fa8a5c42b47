using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>
/// The sending vendor's hook to its SSH server: names the account for a share, lets the recipient's keys in and takes them
/// out again (SHARE-20). Both calls may come more than once for the same share; what throws is called again. Register it with
/// <c>AddSshAuthorizer</c>.
/// </summary>
public interface ISshAuthorizer
{
    /// <summary>The account and path by which a share is reached.</summary>
    /// <param name="share">The share.</param>
    /// <returns>The user name and the absolute path.</returns>
    (string UserName, string Path) Locate(SentShare share);

    /// <summary>Lets the recipient's keys open the share and nothing else.</summary>
    /// <param name="share">
    /// The share, with <see cref="SentShare.RecipientPublicKeys"/>: each was read as an <see cref="SshPublicKey"/> and is one line
    /// of type and key, without options and comment.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When the keys are in.</returns>
    ValueTask AuthorizeAsync(SentShare share, CancellationToken cancellationToken = default);

    /// <summary>Takes the recipient's keys out, and ends what runs with them: the share was unshared or declined, or has expired.</summary>
    /// <param name="share">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When the keys are out.</returns>
    ValueTask WithdrawAsync(SentShare share, CancellationToken cancellationToken = default);

    /// <summary>
    /// The shares whose keys are in now. It is asked every few seconds, and those that have ended are taken out, so that a crash
    /// between the end of a share and <see cref="WithdrawAsync"/> leaves no key behind.
    /// </summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Provider ids; none where the hook keeps no list of its own.</returns>
    ValueTask<IReadOnlyList<string>> ListAuthorizedAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<string>>([]);
}
