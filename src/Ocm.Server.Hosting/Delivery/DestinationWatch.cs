using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Delivery;
using Ocm.Errors;

namespace Ocm.Server.Delivery;

/// <summary>
/// What this node knows of the servers that it delivers to: how many deliveries to each are under way, and which do not answer.
/// One that does not answer is left alone for a while, longer each time; then a single delivery finds out whether it is back.
/// So it takes neither workers nor attempts from the others. What else waits for it is put aside in the outbox, until the one
/// delivery has had its time, and comes back once that has succeeded.
/// </summary>
internal sealed class DestinationWatch(RetryRules rules, TimeProvider time, IOptions<OcmDeliveryOptions> options)
{
    private const int MaxKnown = 10_000;
    private const int MaxMoved = 1000;

    private readonly int _maxConcurrentPerServer = options.Value.MaxConcurrentPerServer;

    private readonly Lock _lock = new();
    private readonly Dictionary<OcmHost, int> _underWay = [];
    private readonly Dictionary<OcmHost, Silence> _silent = [];
    private readonly Dictionary<OcmHost, Queue<OutboxReschedule>> _moves = [];

    /// <summary>What is not to be claimed now: nothing for servers with as many deliveries as they get, of silent ones only what has expired.</summary>
    internal OutboxClaim Restrict(OutboxClaim claim)
    {
        lock (_lock)
        {
            return claim with
            {
                ExceptDestinations = [.. _underWay.Where(entry => !_silent.ContainsKey(entry.Key) && entry.Value >= _maxConcurrentPerServer).Select(entry => entry.Key.Value)],
                SilentDestinations = [.. _silent.Where(entry => entry.Value.Until > claim.Now || _underWay.ContainsKey(entry.Key)).Select(entry => entry.Key.Value)],
            };
        }
    }

    /// <summary>Whether a server did not answer the last time.</summary>
    internal bool IsSilent(OcmHost host)
    {
        lock (_lock)
        {
            return _silent.ContainsKey(host);
        }
    }

    /// <summary>Until when a server is left alone; null where it answered the last time.</summary>
    internal DateTimeOffset? PausedUntil(OcmHost host)
    {
        lock (_lock)
        {
            return _silent.TryGetValue(host, out var silence) ? silence.Until : null;
        }
    }

    /// <summary>Until when what waits for a server is put aside; null where nothing is.</summary>
    internal DateTimeOffset? AsideUntil(OcmHost host)
    {
        lock (_lock)
        {
            return _silent.TryGetValue(host, out var silence) && silence.AsideUntil > time.GetUtcNow() ? silence.AsideUntil : null;
        }
    }

    /// <summary>What the outbox is to put aside or to take up again; null for nothing. It stays until it is <see cref="Moved"/>.</summary>
    internal OutboxReschedule? NextMove()
    {
        lock (_lock)
        {
            return _moves.Count > 0 ? _moves.First().Value.Peek() : null;
        }
    }

    /// <summary>Hears that a move is done.</summary>
    internal void Moved(OutboxReschedule move)
    {
        lock (_lock)
        {
            // A later report may have asked for something else.
            if (_moves.TryGetValue(move.Destination, out var moves) && ReferenceEquals(moves.Peek(), move))
            {
                moves.Dequeue();
                if (moves.Count == 0)
                {
                    _moves.Remove(move.Destination);
                }
            }
        }
    }

    /// <summary>Takes a place for a delivery; false where the server has as many as it gets.</summary>
    internal bool TryEnter(OcmHost host)
    {
        lock (_lock)
        {
            var count = _underWay.GetValueOrDefault(host);
            if (count >= (_silent.ContainsKey(host) ? 1 : _maxConcurrentPerServer))
            {
                return false;
            }

            _underWay[host] = count + 1;
            return true;
        }
    }

    /// <summary>Gives the place back.</summary>
    internal void Leave(OcmHost host)
    {
        lock (_lock)
        {
            var count = _underWay[host] - 1;
            if (count == 0)
            {
                _underWay.Remove(host);
            }
            else
            {
                _underWay[host] = count;
            }
        }
    }

    /// <summary>Hears how a delivery ended.</summary>
    /// <param name="host">The server.</param>
    /// <param name="failure">Why it failed; null where it did not.</param>
    /// <returns>Whether there is a <see cref="NextMove"/>.</returns>
    internal bool Report(OcmHost host, OcmFailure? failure)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            _silent.TryGetValue(host, out var silence);
            if (failure is null || !SpeaksAgainst(failure))
            {
                _silent.Remove(host);
                if (silence?.AsideUntil > now)
                {
                    _moves[host] = new([new(host, now, silence.AsideUntil, now, MaxMoved)]);
                }

                return _moves.Count > 0;
            }

            // Deliveries that were under way together fail together: that is one silence, not several.
            if (silence?.Until > now)
            {
                return _moves.Count > 0;
            }

            if (silence is null && _silent.Count >= MaxKnown)
            {
                _silent.Remove(_silent.MinBy(entry => entry.Value.Until).Key);
            }

            var times = silence?.Times ?? 0;
            var until = rules.NextAttempt(failure, times);
            var earlier = silence?.AsideUntil ?? now;
            var asideUntil = Later(until + options.Value.LeaseDuration, earlier);
            _silent[host] = new Silence(until, asideUntil, times + 1);

            // What is due, and what was put aside before; not the item that has just failed, which finds out when the pause ends.
            _moves[host] = new([new(host, DateTimeOffset.UnixEpoch, now, asideUntil, MaxMoved), new(host, earlier, earlier, asideUntil, MaxMoved)]);
            return true;
        }
    }

    /// <summary>Somebody wants to know at once who is back.</summary>
    internal void EndPauses()
    {
        lock (_lock)
        {
            foreach (var (host, silence) in _silent.ToList())
            {
                _silent[host] = silence with { Until = time.GetUtcNow() };
            }
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    // No answer at all, or one that says when to come again. An answer that refuses one item says nothing of the others.
    internal static bool SpeaksAgainst(OcmFailure failure) =>
        failure.IsTransient && (failure.PeerStatus is null || failure.RetryAfter is not null);

    /// <param name="Until">Until when nothing is sent to the server.</param>
    /// <param name="AsideUntil">Until when its items are put aside; longer, so that one delivery alone finds out.</param>
    /// <param name="Times">How often it did not answer.</param>
    private sealed record Silence(DateTimeOffset Until, DateTimeOffset AsideUntil, int Times);
}
