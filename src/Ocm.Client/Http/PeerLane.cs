namespace Ocm.Client.Http;

/// <summary>A bounded number of calls at a time and a bounded number that wait.</summary>
#pragma warning disable CA1001 // A semaphore whose wait handle is never asked for has nothing to dispose of.
internal sealed class PeerLane(int running, int waiting)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _free = new(running);
    private int _waiting;

    /// <summary>Waits for a place.</summary>
    /// <returns>False where too many wait already.</returns>
    internal async ValueTask<bool> EnterAsync(CancellationToken cancellationToken)
    {
        if (_free.Wait(0, CancellationToken.None))
        {
            return true;
        }

        try
        {
            if (Interlocked.Increment(ref _waiting) > waiting)
            {
                return false;
            }

            await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    internal void Leave() => _free.Release();
}
