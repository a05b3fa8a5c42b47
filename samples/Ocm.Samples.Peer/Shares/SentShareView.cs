using Ocm.Shares;

namespace Ocm.Samples.Peer.Shares;

/// <summary>A share that a user of this server sent.</summary>
public sealed record SentShareView
{
    public required string ProviderId { get; init; }

    /// <summary>The path in the user's files.</summary>
    public required string Path { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required string ShareWith { get; init; }

    public required string ShareType { get; init; }

    public required string ResourceType { get; init; }

    public required IReadOnlyList<string> Permissions { get; init; }

    public required IReadOnlyList<string> Requirements { get; init; }

    public required IReadOnlyList<string> Protocols { get; init; }

    public required string Status { get; init; }

    /// <summary>Why the other server refused it.</summary>
    public string? StatusReason { get; init; }

    /// <summary>When it ends, in seconds since 1970-01-01T00:00:00Z.</summary>
    public long? Expiration { get; init; }

    public string? RecipientDisplayName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal static SentShareView Of(SentShare share, DateTimeOffset now) => new()
    {
        ProviderId = share.ProviderId,
        Path = share.ResourceId,
        Name = share.Name,
        Description = share.Description,
        ShareWith = share.ShareWith.ToString(),
        ShareType = share.ShareType.Value,
        ResourceType = share.ResourceType.Value,
        Permissions = [.. share.Permissions.Select(permission => permission.Value)],
        Requirements = [.. share.Requirements.Select(requirement => requirement.Value)],
        Protocols = [.. share.Protocols.Select(protocol => protocol.Value)],
        Status = StatusOf(share, now),
        StatusReason = share.StatusReason,
        Expiration = share.ExpiresAt?.ToUnixTimeSeconds(),
        RecipientDisplayName = share.RecipientDisplayName,
        CreatedAt = share.CreatedAt,
    };

    // The clock ends a share; what is stored follows a little later.
    private static string StatusOf(SentShare share, DateTimeOffset now) =>
        ShareStatusNames.Of(share.Status is SentShareStatus.PendingDelivery or SentShareStatus.Sent or SentShareStatus.Accepted && !share.IsActive(now)
            ? SentShareStatus.Expired
            : share.Status);
}
