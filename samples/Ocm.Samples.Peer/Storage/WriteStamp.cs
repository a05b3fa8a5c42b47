namespace Ocm.Samples.Peer.Storage;

/// <summary>
/// Gives each write its own modification time. The clock of a file system may stand still for milliseconds, so two
/// writes of the same length could look alike; with a time that only grows, length and time make a strong ETag.
/// </summary>
internal sealed class WriteStamp(TimeProvider time)
{
    private long _last;

    /// <summary>The present time, or one tick (100 ns) after the last answer where the clock has not moved on.</summary>
    public DateTime Next()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(time.GetUtcNow().UtcTicks, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return new DateTime(next, DateTimeKind.Utc);
            }
        }
    }
}
