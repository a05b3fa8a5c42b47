using Ocm.Addresses;
using Ocm.Tokens;

namespace Ocm.Invites;

/// <summary>An invite that a user of this server made (draft: Invite Flow; INV-01).</summary>
public sealed record Invite
{
    /// <summary>The token; at least 128 random bits. A store protects it at rest.</summary>
    public required SecretString Token { get; init; }

    /// <summary>The user who invites.</summary>
    public required string InviterIdentifier { get; init; }

    /// <summary>The identifier under which the inviting user is known to whoever accepts (INV-08); usually the same.</summary>
    public required string GivenIdentifier { get; init; }

    /// <summary>When the invite was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the invite ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Who accepted it; null while nobody has.</summary>
    public OcmAddress? AcceptedBy { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }
}
