namespace Ocm.Server.Delivery;

/// <summary>How what must be told to other servers is delivered. Checked at start-up; a mistake stops it with a message that names the mend.</summary>
public sealed class OcmDeliveryOptions
{
    /// <summary>Whether a gesture waits for the first attempt; false answers at once with what is stored. True by default.</summary>
    public bool WaitForFirstAttempt { get; set; } = true;

    /// <summary>How long a gesture waits at most for the first attempt; 20 seconds by default.</summary>
    public TimeSpan FirstAttemptTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The wait after the first failed attempt; doubled after each further one. 5 seconds by default.</summary>
    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait between two attempts, where the other server asks for none (<c>Retry-After</c>); 1 hour by default.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>When an item is given up; 7 days after it was written by default.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often 401, 408, 425 and 429 are tried again before they count as final; 6 by default.</summary>
    public int MaxRefusals { get; set; } = 6;

    /// <summary>
    /// How long a claimed item belongs to its worker; another node takes it over afterwards. It must be longer than
    /// <c>OcmHttpOptions.CallTimeout</c>, or items are delivered twice. 2 minutes by default.
    /// </summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often the outbox is looked at when nothing wakes the service, 10 milliseconds at least; 5 seconds by default.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many deliveries run at once on this node; 16 by default. One that takes longer than 250 milliseconds waits for a slow
    /// server and is not counted any more: while servers are slow, up to eight times as many run.
    /// </summary>
    public int MaxConcurrent { get; set; } = 16;

    /// <summary>How many deliveries to one server run at once on this node; 4 by default. To one that did not answer the last time it is one.</summary>
    public int MaxConcurrentPerServer { get; set; } = 4;
}
