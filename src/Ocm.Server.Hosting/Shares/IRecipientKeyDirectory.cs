using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>
/// The vendor's say on which public keys a recipient uses for SSH shares (SHARE-20). Register it with <c>AddRecipientKeys</c>.
/// </summary>
public interface IRecipientKeyDirectory
{
    /// <summary>The recipient's keys, which are sent to the sending server.</summary>
    /// <param name="share">The share that is being received.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Public keys in OpenSSH's one-line form; empty refuses the ssh offer.</returns>
    ValueTask<IReadOnlyList<string>> GetPublicKeysAsync(ReceivedShare share, CancellationToken cancellationToken = default);
}
