using Ocm.ShareRequests;

namespace Ocm.Samples.Peer.ShareRequests;

/// <summary>What somebody at another server asked of a user of this one.</summary>
public sealed record ShareRequestView
{
    public required string Id { get; init; }

    /// <summary>Who asks.</summary>
    public required string ShareWith { get; init; }

    /// <summary>What was asked for, in the other side's words.</summary>
    public required string Share { get; init; }

    /// <summary>The path in the user's files.</summary>
    public required string Path { get; init; }

    /// <summary><c>pending</c>, <c>granted</c> or <c>dismissed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The share that was created from it.</summary>
    public string? ProviderId { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    internal static ShareRequestView Of(ReceivedShareRequest request) => new()
    {
        Id = request.Id,
        ShareWith = request.ShareWith.ToString(),
        Share = request.Share,
        Path = request.ResourceId,
        Status = request.Status switch
        {
            ReceivedShareRequestStatus.Granted => "granted",
            ReceivedShareRequestStatus.Dismissed => "dismissed",
            _ => "pending",
        },
        ProviderId = request.ProviderId,
        ReceivedAt = request.ReceivedAt,
    };
}
