using Ocm.Addresses;

namespace Ocm.Shares;

/// <summary>Selects shares that this server received; every condition that is set must hold. Newest first.</summary>
public sealed record ReceivedShareQuery
{
    /// <summary>Only shares with this user (<see cref="ShareType.User"/>); all other share types are selected by <see cref="GroupIdentifiers"/>.</summary>
    public string? UserIdentifier { get; init; }

    /// <summary>Also shares with these groups.</summary>
    public IReadOnlyList<string> GroupIdentifiers { get; init; } = [];

    /// <summary>Only shares from this server.</summary>
    public OcmHost? SendingServer { get; init; }

    /// <summary>Only shares from this sender.</summary>
    public OcmAddress? Sender { get; init; }

    /// <summary>Only shares in one of these states; all where empty.</summary>
    public IReadOnlyList<ReceivedShareStatus> Statuses { get; init; } = [];

    /// <summary>Only shares that end at or before this moment.</summary>
    public DateTimeOffset? ExpiresBy { get; init; }

    /// <summary>Continues after the last share of the page before: its <see cref="ReceivedShare.Id"/>.</summary>
    public string? After { get; init; }

    /// <summary>How many shares at most, 1 to 1000.</summary>
    public int Limit { get; init; } = 100;
}
