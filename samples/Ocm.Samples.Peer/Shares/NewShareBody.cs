using System.Text.Json;

namespace Ocm.Samples.Peer.Shares;

/// <summary>The body of <c>POST /api/shares</c>.</summary>
public sealed record NewShareBody
{
    /// <summary>The file or folder, as a path in the user's files.</summary>
    public string? Path { get; init; }

    /// <summary>The recipient's OCM address.</summary>
    public string? ShareWith { get; init; }

    /// <summary><c>user</c> (default) or <c>group</c>.</summary>
    public string? ShareType { get; init; }

    /// <summary>Of <c>read</c> (default), <c>write</c>, <c>share</c>.</summary>
    public IReadOnlyList<string>? Permissions { get; init; }

    /// <summary>The protocols to offer; by default those that both servers have.</summary>
    public IReadOnlyList<string>? Protocols { get; init; }

    /// <summary>Of <c>must-exchange-token</c>, <c>must-use-mfa</c>.</summary>
    public IReadOnlyList<string>? Requirements { get; init; }

    /// <summary>When the share ends: seconds since 1970-01-01T00:00:00Z, or a date and time by ISO 8601.</summary>
    public JsonElement? Expiration { get; init; }

    /// <summary>A description for the recipient.</summary>
    public string? Description { get; init; }
}
