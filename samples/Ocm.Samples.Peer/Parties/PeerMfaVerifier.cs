using Ocm.Parties;
using Ocm.Samples.Peer.Users;

namespace Ocm.Samples.Peer.Parties;

/// <summary>
/// Says whether a user's session has a second factor. HTTP Basic has none, so the sample takes the word of the
/// configuration; a product asks its session.
/// </summary>
internal sealed class PeerMfaVerifier(UserAccounts accounts) : IMfaVerifier
{
    public ValueTask<bool> HasSecondFactorAsync(string userIdentifier, CancellationToken cancellationToken) =>
        ValueTask.FromResult(accounts.Find(userIdentifier)?.Mfa ?? false);
}
