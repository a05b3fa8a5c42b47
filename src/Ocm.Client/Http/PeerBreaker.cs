using Ocm.Addresses;
using Polly;
using Polly.CircuitBreaker;

namespace Ocm.Client.Http;

/// <summary>Pauses calls that fail repeatedly, then lets one probe whether they succeed again.</summary>
internal sealed class PeerBreaker
{
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<PeerAttempt> _breaker;
    private readonly TimeSpan _breakDuration;

    /// <summary>A breaker.</summary>
    /// <param name="host">The server.</param>
    /// <param name="calls">What is paused, for the log.</param>
    /// <param name="options">When calls are paused, and for how long.</param>
    /// <param name="timeProvider">The time.</param>
    /// <param name="log">The log.</param>
    internal PeerBreaker(OcmHost host, string calls, OcmHttpOptions options, TimeProvider timeProvider, PeerLog log)
    {
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
                    log.CircuitOpened(calls, host, args.BreakDuration);
                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    log.CircuitClosed(calls, host);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Whether calls are paused.</summary>
    internal bool IsOpen => _state.CircuitState is CircuitState.Open;

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
