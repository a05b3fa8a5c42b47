namespace Ocm.Client.Http;

/// <summary>
/// When calls to one server are paused because it fails. Counted per server: connection failures, timeouts and 5xx
/// answers other than 501, 505 and 507; answers of the 4xx kind are the caller's business and are not counted. Token requests
/// are counted and paused apart: a token endpoint that fails does not close the way to the server's other endpoints.
/// </summary>
public sealed class OcmCircuitBreakerOptions
{
    /// <summary>The share of failed calls from which on calls are paused, over 0 and up to 1. 0.5 by default.</summary>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>The time over which the share is taken; at least half a second. 30 seconds by default.</summary>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The number of calls in that time below which nothing is decided; at least 2. 5 by default.</summary>
    public int MinimumThroughput { get; set; } = 5;

    /// <summary>
    /// How long calls are paused; then one call probes whether the server is back. At least half a second. 30 seconds by
    /// default.
    /// </summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(30);
}
