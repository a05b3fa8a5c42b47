namespace Ocm.Delivery;

/// <summary>Asks for items to work on.</summary>
/// <param name="LeaseOwner">Who asks: one random name for each claim's worker.</param>
/// <param name="Now">The present moment.</param>
/// <param name="LeasedUntil">How long the items are the owner's alone.</param>
/// <param name="Max">How many items at most, 1 to 1000.</param>
public sealed record OutboxClaim(string LeaseOwner, DateTimeOffset Now, DateTimeOffset LeasedUntil, int Max)
{
    /// <summary>Only items with this <see cref="OutboxItem.OrderKey"/>, due or not.</summary>
    public string? OrderKey { get; init; }

    /// <summary>No items for these servers (<see cref="Addresses.OcmHost.Value"/>), which get as much as they can take at present.</summary>
    public IReadOnlyCollection<string> ExceptDestinations { get; init; } = [];

    /// <summary>
    /// Of the items for these servers (<see cref="Addresses.OcmHost.Value"/>), which do not answer, only those that have expired: they
    /// are given up without an attempt.
    /// </summary>
    public IReadOnlyCollection<string> SilentDestinations { get; init; } = [];
}
