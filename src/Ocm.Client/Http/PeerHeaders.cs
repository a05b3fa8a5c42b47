using System.Net.Http.Headers;

namespace Ocm.Client.Http;

/// <summary>The few headers of an answer that are understood for every call.</summary>
internal static class PeerHeaders
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Retry-After (RFC 9110, Section 10.2.3), in seconds or as a date; between zero and one day.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseHeaders headers, TimeProvider timeProvider)
    {
        var value = headers.RetryAfter;
        var wait = value?.Delta ?? (value?.Date is { } date ? date - timeProvider.GetUtcNow() : null);
        return wait is null ? null : TimeSpan.FromTicks(Math.Clamp(wait.Value.Ticks, 0, LongestWait.Ticks));
    }

    /// <summary>How long the answer stays fresh; null where the server does not say.</summary>
    internal static TimeSpan? MaxAge(HttpResponseHeaders headers)
    {
        var control = headers.CacheControl;
        if (control is null)
        {
            return null;
        }

        if (control.NoStore || control.NoCache)
        {
            return TimeSpan.Zero;
        }

        var fresh = control.MaxAge - (headers.Age ?? TimeSpan.Zero);
        return fresh < TimeSpan.Zero ? TimeSpan.Zero : fresh;
    }
}
