namespace Ocm.Client.Caching;

/// <summary>
/// Bounds how many servers that were never reached before are looked up at a time, so that strangers who name strangers
/// cannot use up this server. Servers that are known pass.
/// </summary>
internal sealed class LookupGate : IDisposable
{
    private readonly SemaphoreSlim _places;
    private readonly int _maxWaiting;
    private int _waiting;

    internal LookupGate(int maxConcurrent, int maxWaiting)
    {
        _places = new SemaphoreSlim(maxConcurrent);
        _maxWaiting = maxWaiting;
    }

    /// <summary>Waits for a place; <see cref="Leave"/> gives it back.</summary>
    /// <returns>False where too many wait already, or the wait took too long.</returns>
    internal async ValueTask<bool> EnterAsync(CancellationToken cancellationToken)
    {
        if (_places.Wait(0, CancellationToken.None))
        {
            return true;
        }

        if (Interlocked.Increment(ref _waiting) > _maxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }

        try
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    internal void Leave() => _places.Release();

    public void Dispose() => _places.Dispose();
}
