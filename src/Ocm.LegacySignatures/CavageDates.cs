namespace Ocm.LegacySignatures;

/// <summary>
/// Dates for signatures. This form has no nonce, and its date has whole seconds: the same call twice within one second would be
/// the same signature, which a receiver refuses as a replay. The second call therefore bears the next second.
/// </summary>
internal sealed class CavageDates(TimeProvider timeProvider)
{
    // Receivers take a clock that is ahead by a minute; further ahead the replay is the smaller mistake.
    private const long MaxAhead = 30;
    private const int MaxKept = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);

    /// <summary>The date of the next signature over the same.</summary>
    /// <param name="what">What is signed but for the date.</param>
    internal DateTimeOffset Next(string what)
    {
        var now = timeProvider.GetUtcNow().ToUnixTimeSeconds();
        lock (_lock)
        {
            var next = _last.TryGetValue(what, out var last) && last >= now ? last + 1 : now;
            if (next > now + MaxAhead)
            {
                return DateTimeOffset.FromUnixTimeSeconds(now);
            }

            if (_last.Count >= MaxKept)
            {
                foreach (var old in _last.Where(entry => entry.Value < now).Select(entry => entry.Key).ToList())
                {
                    _last.Remove(old);
                }
            }

            // With more calls in one second than are kept, one more is only not remembered.
            if (_last.Count < MaxKept)
            {
                _last[what] = next;
            }

            return DateTimeOffset.FromUnixTimeSeconds(next);
        }
    }
}
