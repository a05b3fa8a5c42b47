using Ocm.Addresses;

namespace Ocm.Shares;

/// <summary>Selects shares that this server sent; every condition that is set must hold. Newest first.</summary>
public sealed record SentShareQuery
{
    /// <summary>Only shares of this sender.</summary>
    public OcmAddress? Sender { get; init; }

    /// <summary>Only shares with this recipient.</summary>
    public OcmAddress? ShareWith { get; init; }

    /// <summary>Only shares with this receiving server.</summary>
    public OcmHost? ReceivingServer { get; init; }

    /// <summary>Only shares in one of these states; all where empty.</summary>
    public IReadOnlyList<SentShareStatus> Statuses { get; init; } = [];

    /// <summary>Only shares that end at or before this moment.</summary>
    public DateTimeOffset? ExpiresBy { get; init; }

    /// <summary>Continues after the last share of the page before: its <see cref="SentShare.ProviderId"/>.</summary>
    public string? After { get; init; }

    /// <summary>How many shares at most, 1 to 1000.</summary>
    public int Limit { get; init; } = 100;
}
