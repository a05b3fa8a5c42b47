using System.Text.Json;
using Ocm.Addresses;
using Ocm.Notifications;

namespace Ocm.Shares;

/// <summary>
/// What the recipient of a share asks its owner: to share with somebody else too, to take that back, or to change what is
/// permitted (draft: Resharing, Share Updating; experimental). Asking changes nothing: only the owner shares (NOTIF-09).
/// </summary>
public sealed record ReshareWish
{
    /// <summary>
    /// <see cref="NotificationType.RequestReshare"/>, <see cref="NotificationType.ReshareUndo"/> or
    /// <see cref="NotificationType.ReshareChangePermission"/>.
    /// </summary>
    public required NotificationType Type { get; init; }

    /// <summary>The share whose recipient asks; active. Its owner decides.</summary>
    public required SentShare Share { get; init; }

    /// <summary>With whom the resource is to be shared; null where the other server did not say. Chosen by the other side.</summary>
    public OcmAddress? ShareWith { get; init; }

    /// <summary>What is to be permitted; empty where the other server did not say.</summary>
    public IReadOnlyList<Permission> Permissions { get; init; } = [];

    /// <summary>A message for the owner, of one or more lines, at most 1000 characters; chosen by the other side.</summary>
    public string? Message { get; init; }

    /// <summary>All parameters as they came: the draft leaves them open, and deployed servers differ.</summary>
    public JsonElement? Parameters { get; init; }
}
