using Ocm.Addresses;

namespace Ocm.Delivery;

/// <summary>Selects outbox items for a person to look at; oldest first.</summary>
public sealed record OutboxQuery
{
    /// <summary>Only the item with this <see cref="OutboxItem.Id"/>.</summary>
    public string? Id { get; init; }

    /// <summary>Only items for this server.</summary>
    public OcmHost? Destination { get; init; }

    /// <summary>Only items about this share.</summary>
    public string? ProviderId { get; init; }

    /// <summary>Only items in this state.</summary>
    public OutboxItemStatus? Status { get; init; }

    /// <summary>Continues after the last item of the page before: its <see cref="OutboxItem.Sequence"/>.</summary>
    public long? After { get; init; }

    /// <summary>How many items at most, 1 to 1000.</summary>
    public int Limit { get; init; } = 100;
}
