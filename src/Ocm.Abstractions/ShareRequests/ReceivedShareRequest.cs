using Ocm.Addresses;

namespace Ocm.ShareRequests;

/// <summary>A request for a share that this server received for one of its users (draft: Request for a Share).</summary>
public sealed record ReceivedShareRequest
{
    /// <summary>Identifies the request at this server; minted by the SDK.</summary>
    public required string Id { get; init; }

    /// <summary>The user who is asked.</summary>
    public required string OwnerIdentifier { get; init; }

    /// <summary>Who asks.</summary>
    public required OcmAddress ShareWith { get; init; }

    /// <summary>The resource as the request named it; chosen by the requesting server.</summary>
    public required string Share { get; init; }

    /// <summary>The vendor's own reference to the resource, from its <see cref="IShareRequestPolicy"/>.</summary>
    public required string ResourceId { get; init; }

    /// <summary>Where the request stands.</summary>
    public required ReceivedShareRequestStatus Status { get; init; }

    /// <summary>The share that was created from it.</summary>
    public string? ProviderId { get; init; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Counts the changes; a store replaces a request only where this is still the stored value.</summary>
    public long Version { get; init; }
}
