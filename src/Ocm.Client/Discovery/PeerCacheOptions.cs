namespace Ocm.Client.Discovery;

/// <summary>How much is kept of other servers, and for how long.</summary>
public sealed class PeerCacheOptions
{
    /// <summary>For how many servers something is kept, failures included. 20,000 by default.</summary>
    public int MaxServers { get; set; } = 20_000;

    /// <summary>How many bytes are kept, by a cautious estimate. 64 MiB by default.</summary>
    public long MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long an answer is used that does not say how long it is good for. One hour by default.</summary>
    public TimeSpan DefaultAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The shortest time an answer is used, whatever its <c>Cache-Control</c> says. One minute by default.</summary>
    public TimeSpan MinAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest time an answer is used, whatever its <c>Cache-Control</c> says. One day by default.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a failure is remembered, so that a dead server is not asked for every call. 15 seconds by default.</summary>
    public TimeSpan FailureAge { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The shortest time between two fetches from one server that something unknown, such as a new key id, asks for. 30
    /// seconds by default.
    /// </summary>
    public TimeSpan MinRefetchInterval { get; set; } = TimeSpan.FromSeconds(30);
}
