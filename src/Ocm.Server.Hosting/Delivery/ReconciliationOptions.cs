namespace Ocm.Server.Delivery;

/// <summary>How a reconciliation goes about it.</summary>
public sealed record ReconciliationOptions
{
    /// <summary>
    /// Whether the other side is only asked what changes nothing anywhere; <see cref="ReconciledShare.Action"/> then says what
    /// would have been done. False by default.
    /// </summary>
    public bool CompareOnly { get; init; }

    /// <summary>
    /// Shares that ended or were accepted longer ago than this are taken as known to both sides: those that ended are left
    /// out, those that were accepted are not told again. Longer than the age of any backup that was restored. 30 days by default.
    /// </summary>
    public TimeSpan ChangedWithin { get; init; } = TimeSpan.FromDays(30);

    /// <summary>After this time the other side is asked nothing more; what is left is reported as unknown. 10 minutes by default.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many shares are asked about at once, 1 to 32; 4 by default.</summary>
    public int MaxConcurrent { get; init; } = 4;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its limits.</exception>
    internal static ReconciliationOptions Check(ReconciliationOptions? options)
    {
        options ??= new ReconciliationOptions();
        return options.ChangedWithin < TimeSpan.Zero || options.ChangedWithin > TimeSpan.FromDays(36_500)
            ? throw new ArgumentOutOfRangeException(nameof(options), $"{nameof(ChangedWithin)} must be from 0 to 36500 days.")
            : options.MaxDuration <= TimeSpan.Zero || options.MaxDuration > TimeSpan.FromDays(1)
            ? throw new ArgumentOutOfRangeException(nameof(options), $"{nameof(MaxDuration)} must be more than 0 and at most a day.")
            : options.MaxConcurrent is < 1 or > 32
            ? throw new ArgumentOutOfRangeException(nameof(options), $"{nameof(MaxConcurrent)} must be from 1 to 32.")
            : options;
    }
}
