using Ocm.Addresses;
using Polly;
using Polly.CircuitBreaker;

namespace Ocm.Client.Http;

/// <summary>
/// What stands before one server: a circuit breaker, and one lane for buffered and one for streamed calls, so that long
/// downloads never hold up a notification.
/// </summary>
internal sealed class PeerGate
{
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<PeerAttempt> _breaker;
    private readonly TimeSpan _breakDuration;
    private readonly PeerLane _calls;
    private readonly PeerLane _streams;
    private int _users = 1;
    private long _lastUsed;

    internal PeerGate(OcmHost host, OcmHttpOptions options, TimeProvider timeProvider, PeerLog log)
    {
        _lastUsed = timeProvider.GetTimestamp();
        _calls = new PeerLane(options.MaxConcurrentCallsPerServer, options.MaxQueuedCallsPerServer);
        _streams = new PeerLane(options.MaxConcurrentStreamsPerServer, options.MaxQueuedCallsPerServer);
        _breakDuration = options.CircuitBreaker.BreakDuration;
        var state = _state;
        _breaker = new ResiliencePipelineBuilder<PeerAttempt> { TimeProvider = timeProvider }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<PeerAttempt>
            {
                FailureRatio = options.CircuitBreaker.FailureRatio,
                SamplingDuration = options.CircuitBreaker.SamplingDuration,
                MinimumThroughput = options.CircuitBreaker.MinimumThroughput,
                BreakDuration = options.CircuitBreaker.BreakDuration,
                StateProvider = state,
                ShouldHandle = args => ValueTask.FromResult(IsFailure(args.Outcome, state)),
                OnOpened = args =>
                {
                    log.CircuitOpened(host, args.BreakDuration);
                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    log.CircuitClosed(host);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Whether calls are paused.</summary>
    internal bool IsBroken => _state.CircuitState is CircuitState.Open;

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

    /// <summary>Makes an attempt unless calls are paused.</summary>
    internal async ValueTask<PeerAttempt<T>> TryAsync<T, TState>(
        Func<TState, ValueTask<PeerAttempt<T>>> attempt, TState state, CancellationToken cancellationToken)
        where T : class
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        try
        {
            var outcome = await _breaker.ExecuteOutcomeAsync(
                static async (_, call) =>
                {
                    try
                    {
                        return Outcome.FromResult<PeerAttempt>(await call.attempt(call.state).ConfigureAwait(false));
                    }
                    catch (Exception e)
                    {
                        return Outcome.FromException<PeerAttempt>(e);
                    }
                },
                context,
                (attempt, state)).ConfigureAwait(false);

            if (outcome.Exception is BrokenCircuitException broken)
            {
                return PeerAttempt<T>.HeldBack(PeerFailures.CircuitOpen(broken.RetryAfter ?? _breakDuration));
            }

            outcome.ThrowIfException();
            return (PeerAttempt<T>)outcome.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    // A call that its caller cancelled says nothing of the server. But a cancelled probe must not close the circuit.
    private static bool IsFailure(Outcome<PeerAttempt> outcome, CircuitBreakerStateProvider state) =>
        outcome.Result?.SpeaksAgainstServer ?? (state.CircuitState == CircuitState.HalfOpen);
}
