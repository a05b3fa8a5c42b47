namespace Ocm.Client.Http;

/// <summary>The time that a call has, beside its caller's wish to end it.</summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenSource _linked;
    private long _started;

    internal CallDeadline(TimeSpan timeout, TimeProvider timeProvider, CancellationToken caller)
    {
        _timeProvider = timeProvider;
        _timeout = timeout;
        Caller = caller;
        _started = timeProvider.GetTimestamp();
        _source = new CancellationTokenSource(timeout, timeProvider);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(caller, _source.Token);
    }

    /// <summary>The caller's own token.</summary>
    internal CancellationToken Caller { get; }

    /// <summary>Fires when the time is over or the caller gives up.</summary>
    internal CancellationToken Token => _linked.Token;

    /// <summary>What is left of the time.</summary>
    internal TimeSpan Remaining => _timeout - _timeProvider.GetElapsedTime(Volatile.Read(ref _started));

    /// <summary>Gives the whole time again, because an upload moved on.</summary>
    internal void Restart()
    {
        Volatile.Write(ref _started, _timeProvider.GetTimestamp());
        _source.CancelAfter(_timeout);
    }

    public void Dispose()
    {
        _linked.Dispose();
        _source.Dispose();
    }
}
