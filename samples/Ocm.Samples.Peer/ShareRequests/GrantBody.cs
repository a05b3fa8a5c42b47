using System.Text.Json;

namespace Ocm.Samples.Peer.ShareRequests;

/// <summary>The body of <c>POST /api/share-requests/{id}/grant</c>; everything in it may be left out.</summary>
public sealed record GrantBody
{
    /// <summary>Of <c>read</c> (default), <c>write</c>, <c>share</c>.</summary>
    public IReadOnlyList<string>? Permissions { get; init; }

    /// <summary>Of <c>must-exchange-token</c>, <c>must-use-mfa</c>.</summary>
    public IReadOnlyList<string>? Requirements { get; init; }

    /// <summary>When the share ends: seconds since 1970-01-01T00:00:00Z, or a date and time by ISO 8601.</summary>
    public JsonElement? Expiration { get; init; }

    /// <summary>A description for the recipient.</summary>
    public string? Description { get; init; }
}
