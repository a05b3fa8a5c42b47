namespace Ocm.Shares;

/// <summary>Decides which received shares are accepted without asking the recipient (SHARE-28). Without one, none is.</summary>
public interface IAutoAcceptPolicy
{
    /// <summary>Decides.</summary>
    /// <param name="share">A share that passed all checks and is about to be stored.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True to store it as accepted.</returns>
    ValueTask<bool> ShouldAcceptAsync(ReceivedShare share, CancellationToken cancellationToken = default);
}
