using Ocm.Addresses;

namespace Ocm.Client.Http;

/// <summary>
/// What stands before one server: a circuit breaker, one more for token requests, and one lane for buffered and one for streamed
/// calls, so that long downloads never hold up a notification.
/// </summary>
internal sealed class PeerGate
{
    private readonly PeerBreaker _breaker;
    private readonly Lazy<PeerBreaker> _tokenBreaker;
    private readonly PeerLane _calls;
    private readonly PeerLane _streams;
    private int _users = 1;
    private long _lastUsed;

    internal PeerGate(OcmHost host, OcmHttpOptions options, TimeProvider timeProvider, PeerLog log)
    {
        _lastUsed = timeProvider.GetTimestamp();
        _calls = new PeerLane(options.MaxConcurrentCallsPerServer, options.MaxQueuedCallsPerServer);
        _streams = new PeerLane(options.MaxConcurrentStreamsPerServer, options.MaxQueuedCallsPerServer);
        _breaker = new PeerBreaker(host, "Calls", options, timeProvider, log);
        _tokenBreaker = new Lazy<PeerBreaker>(() => new PeerBreaker(host, "Token requests", options, timeProvider, log));
    }

    /// <summary>Whether calls are paused, be it token requests alone.</summary>
    internal bool IsBroken => _breaker.IsOpen || _tokenBreaker is { IsValueCreated: true, Value.IsOpen: true };

    /// <summary>When the gate was last returned, in the time provider's timestamps.</summary>
    internal long LastUsed => Volatile.Read(ref _lastUsed);

    internal bool IsIdle => Volatile.Read(ref _users) == 0;

    /// <summary>Keeps the gate from being forgotten; false where it has been.</summary>
    internal bool TryRent()
    {
        for (var users = Volatile.Read(ref _users); users >= 0;)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    /// <summary>Undoes one <see cref="TryRent"/>, or the creation.</summary>
    internal void Return(long timestamp)
    {
        Volatile.Write(ref _lastUsed, timestamp);
        Interlocked.Decrement(ref _users);
    }

    /// <summary>Makes an unused gate unusable for good; false where somebody uses it.</summary>
    internal bool TryRetire() => Interlocked.CompareExchange(ref _users, -1, 0) == 0;

    internal PeerLane Lane(bool streamed) => streamed ? _streams : _calls;

    /// <summary>The breaker of a kind of call.</summary>
    /// <remarks>
    /// Token requests have their own: where the exchange is optional, a token endpoint that fails must not close the way to the
    /// resource by the secret (TOK-10).
    /// </remarks>
    internal PeerBreaker Breaker(PeerCall purpose) => purpose == PeerCall.Token ? _tokenBreaker.Value : _breaker;
}
