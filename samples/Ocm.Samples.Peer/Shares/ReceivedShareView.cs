using System.Text.Json;
using Ocm.Shares;

namespace Ocm.Samples.Peer.Shares;

/// <summary>A share that a user of this server received. What names things in it was chosen by the sending side.</summary>
public sealed record ReceivedShareView
{
    /// <summary>The share at this server.</summary>
    public required string Id { get; init; }

    /// <summary>The share at its sending server.</summary>
    public required string ProviderId { get; init; }

    public required string Sender { get; init; }

    public string? SenderDisplayName { get; init; }

    public required string Owner { get; init; }

    public string? OwnerDisplayName { get; init; }

    public required string ShareWith { get; init; }

    public required string ShareType { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required string ResourceType { get; init; }

    public required IReadOnlyList<string> Permissions { get; init; }

    public required IReadOnlyList<string> Requirements { get; init; }

    public required string Status { get; init; }

    /// <summary>When it ends, in seconds since 1970-01-01T00:00:00Z.</summary>
    public long? Expiration { get; init; }

    /// <summary>The names of the offered protocols.</summary>
    public required IReadOnlyList<string> Protocols { get; init; }

    /// <summary>Where it is reached over ssh with the user's key, in the form <c>username@host:port/path</c>; once accepted.</summary>
    public string? SshUri { get; init; }

    /// <summary>The resource itself, where it came with the share; once accepted, and in the view of one share only.</summary>
    public JsonElement? Embedded { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    internal static ReceivedShareView Of(ReceivedShare share, DateTimeOffset now) => new()
    {
        Id = share.Id,
        ProviderId = share.ProviderId,
        Sender = share.Sender.ToString(),
        SenderDisplayName = share.SenderDisplayName,
        Owner = share.Owner.ToString(),
        OwnerDisplayName = share.OwnerDisplayName,
        ShareWith = share.ShareWith.ToString(),
        ShareType = share.ShareType.Value,
        Name = share.Name,
        Description = share.Description,
        ResourceType = share.ResourceType.Value,
        Permissions = [.. PermissionsOf(share.Protocol).Select(permission => permission.Value)],
        Requirements = [.. share.Protocol.Requirements.Select(requirement => requirement.Value)],
        Status = StatusOf(share, now),
        Expiration = share.ExpiresAt?.ToUnixTimeSeconds(),
        Protocols = [.. share.Protocol.Offered().Select(protocol => protocol.Value)],
        ReceivedAt = share.ReceivedAt,
    };

    // SHARE-13: no permissions mean read only.
    private static IReadOnlyList<Permission> PermissionsOf(ShareProtocols protocol) =>
        protocol.WebDav?.Permissions ?? (protocol.WebDav is null ? protocol.WebApp?.Permissions : null) ?? [Permission.Read];

    // The clock ends a share; what is stored follows a little later.
    private static string StatusOf(ReceivedShare share, DateTimeOffset now) =>
        ShareStatusNames.Of(share.Status is ReceivedShareStatus.Pending or ReceivedShareStatus.Accepted && !share.IsActive(now)
            ? ReceivedShareStatus.Expired
            : share.Status);
}
