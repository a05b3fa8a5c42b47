using Ocm.Shares;

namespace Ocm.Samples.Peer.Shares;

/// <summary><c>Peer:AutoAccept</c>: every share that passed the checks is accepted at once.</summary>
internal sealed class AcceptEverything : IAutoAcceptPolicy
{
    public ValueTask<bool> ShouldAcceptAsync(ReceivedShare share, CancellationToken cancellationToken) => ValueTask.FromResult(true);
}
