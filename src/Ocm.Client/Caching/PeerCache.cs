using System.Collections.Concurrent;
using Ocm.Addresses;
using Ocm.Client.Discovery;
using Ocm.Errors;

namespace Ocm.Client.Caching;

/// <summary>
/// Keeps what other servers say of themselves: bounded in number and bytes, each value for a bounded time, failures for a
/// short one. Many callers that need one server at once share one fetch, which none of them can cancel for the others.
/// Reading takes no lock. Eviction gives each entry that was used a second chance, so that a flood of strangers pushes out
/// strangers and not the servers that are called every day.
/// </summary>
/// <typeparam name="T">What is kept.</typeparam>
internal sealed class PeerCache<T>
    where T : class
{
    // Dictionary, queue, entry and state of a server of which nothing else is known.
    private const int EntrySize = 512;

    private readonly PeerCacheOptions _options;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _timeProvider;
    private readonly Func<OcmHost, bool, CancellationToken, Task<PeerFetch<T>>> _fetch;
    private readonly ConcurrentDictionary<OcmHost, PeerCacheEntry<T>> _entries = new();
    private readonly Queue<PeerCacheEntry<T>> _evictionOrder = new();
    private readonly Lock _sync = new();
    private long _bytes;

    /// <summary>A cache.</summary>
    /// <param name="options">Its bounds.</param>
    /// <param name="timeout">How long a fetch may take.</param>
    /// <param name="timeProvider">The time.</param>
    /// <param name="fetch">Fetches from a server; the second argument says whether that ever succeeded before.</param>
    internal PeerCache(
        PeerCacheOptions options,
        TimeSpan timeout,
        TimeProvider timeProvider,
        Func<OcmHost, bool, CancellationToken, Task<PeerFetch<T>>> fetch)
    {
        _options = options;
        _timeout = timeout;
        _timeProvider = timeProvider;
        _fetch = fetch;
    }

    /// <summary>For how many servers something is kept.</summary>
    internal int Count => _entries.Count;

    /// <summary>How many bytes that is, by estimate.</summary>
    internal long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>The value if it is there and fresh; nothing is fetched.</summary>
    internal bool TryGetFresh(OcmHost server, out OcmResult<T> answer)
    {
        answer = default;
        if (!_entries.TryGetValue(server, out var entry)
            || entry.State is not { } state
            || !state.TryAnswer(_timeProvider.GetUtcNow(), out answer))
        {
            return false;
        }

        if (answer.IsSuccess)
        {
            entry.IsUsed = true;
        }

        return true;
    }

    /// <summary>The value, fetched where it is not there or no longer fresh.</summary>
    /// <param name="server">Whose.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    internal ValueTask<OcmResult<T>> GetAsync(OcmHost server, CancellationToken cancellationToken) =>
        TryGetFresh(server, out var answer)
            ? ValueTask.FromResult(answer)
            : new ValueTask<OcmResult<T>>(JoinFetch(server, seen: null).WaitAsync(cancellationToken));

    /// <summary>
    /// A value newer than one that lacked something, unless the last fetch was only a moment ago: then it is the same one.
    /// </summary>
    /// <param name="server">Whose.</param>
    /// <param name="seen">The value that lacked something.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    internal ValueTask<OcmResult<T>> RefreshAsync(OcmHost server, T seen, CancellationToken cancellationToken) =>
        new(JoinFetch(server, seen).WaitAsync(cancellationToken));

    private Task<OcmResult<T>> JoinFetch(OcmHost server, T? seen)
    {
        lock (_sync)
        {
            var entry = _entries.GetOrAdd(server, static host => new PeerCacheEntry<T>(host));
            if (entry.Fetch is { } running)
            {
                return running;
            }

            // Somebody else may have been faster; and what one caller misses must not make us ask again and again.
            var now = _timeProvider.GetUtcNow();
            if (entry.State is { } state && state.TryAnswer(now, out var answer)
                && (seen is null || !ReferenceEquals(state.Value, seen) || now < state.FetchedAt + _options.MinRefetchInterval))
            {
                return Task.FromResult(answer);
            }

            // The fetch belongs to nobody: neither the first caller's request nor its trace flows into it.
            using (ExecutionContext.SuppressFlow())
            {
                return entry.Fetch = Task.Run(() => FetchAsync(entry));
            }
        }
    }

    private async Task<OcmResult<T>> FetchAsync(PeerCacheEntry<T> entry)
    {
        PeerFetch<T>? fetched = null;
        try
        {
            using var deadline = new CancellationTokenSource(_timeout, _timeProvider);
            try
            {
                fetched = await _fetch(entry.Server, entry.State?.Value is not null, deadline.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested)
            {
                fetched = new PeerFetch<T>(LookupFailures.TimedOut);
            }

            return fetched.Value.Result;
        }
        finally
        {
            Complete(entry, fetched);
        }
    }

    private void Complete(PeerCacheEntry<T> entry, PeerFetch<T>? fetched)
    {
        lock (_sync)
        {
            entry.Fetch = null;
            var before = entry.State;

            // A fetch that never left for lack of a place says nothing of the server.
            if (fetched is { } outcome && !LookupFailures.IsOwn(outcome.Result.Failure))
            {
                entry.State = Next(before, outcome);
                Interlocked.Add(ref _bytes, entry.State.Size - (before?.Size ?? 0));
                if (!entry.IsQueued)
                {
                    entry.IsQueued = true;
                    _evictionOrder.Enqueue(entry);
                }
            }
            else if (before is null)
            {
                _entries.TryRemove(entry.Server, out _);
            }

            Evict();
        }
    }

    private PeerCacheState<T> Next(PeerCacheState<T>? before, PeerFetch<T> outcome)
    {
        var now = _timeProvider.GetUtcNow();
        if (outcome.Result.TryGetValue(out var value, out var failure))
        {
            var age = outcome.MaxAge ?? _options.DefaultAge;
            return new PeerCacheState<T>
            {
                Value = value,
                FreshUntil = now + (age < _options.MinAge ? _options.MinAge : age > _options.MaxAge ? _options.MaxAge : age),
                FetchedAt = now,
                Size = outcome.Size + EntrySize,
            };
        }

        var pause = failure.RetryAfter > _options.FailureAge ? failure.RetryAfter.Value : _options.FailureAge;
        return new PeerCacheState<T>
        {
            // A failed renewal does not take away what is still fresh.
            Value = before?.Value,
            FreshUntil = before?.FreshUntil ?? default,
            Failure = failure,
            FailedUntil = now + (pause < _options.MaxAge ? pause : _options.MaxAge),
            FetchedAt = now,
            Size = before?.Size ?? EntrySize,
        };
    }

    private void Evict()
    {
        // Twice through the queue is enough: the first round takes away all second chances.
        for (var tries = 2 * _evictionOrder.Count;
             tries > 0 && (_evictionOrder.Count > _options.MaxServers || _bytes > _options.MaxBytes);
             tries--)
        {
            var entry = _evictionOrder.Dequeue();
            if (entry.IsUsed || entry.Fetch is not null)
            {
                entry.IsUsed = false;
                _evictionOrder.Enqueue(entry);
                continue;
            }

            entry.IsQueued = false;
            Interlocked.Add(ref _bytes, -(entry.State?.Size ?? 0));
            _entries.TryRemove(entry.Server, out _);
        }
    }
}
