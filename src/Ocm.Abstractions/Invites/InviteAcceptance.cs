using Ocm.Addresses;
using Ocm.Tokens;

namespace Ocm.Invites;

/// <summary>
/// A user of this server accepts another server's invite: written before that server is told, because the invite is used up
/// there with the first answer, and repeated until an answer is stored.
/// </summary>
public sealed record InviteAcceptance
{
    /// <summary>Identifies the acceptance; the same for the same user and the same invite. Minted by the SDK, tells nothing of the token.</summary>
    public required string Id { get; init; }

    /// <summary>The user who accepts.</summary>
    public required string UserIdentifier { get; init; }

    /// <summary>The identifier under which the inviting user comes to know the user (INV-08); null where it is the user's own.</summary>
    public string? GivenIdentifier { get; init; }

    /// <summary>The server that issued the invite.</summary>
    public required OcmHost InvitingServer { get; init; }

    /// <summary>The invite's token. A store protects it at rest.</summary>
    public required SecretString Token { get; init; }

    /// <summary>Where the acceptance stands.</summary>
    public InviteAcceptanceStatus Status { get; init; }

    /// <summary>When the user accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is given up.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Not tried before this moment.</summary>
    public required DateTimeOffset NextAttemptAt { get; init; }

    /// <summary>How often it was tried and failed.</summary>
    public int Attempts { get; init; }

    /// <summary>Why the last attempt failed, in words of ours.</summary>
    public string? LastError { get; init; }

    /// <summary>Who works on it until <see cref="LeasedUntil"/>; null for nobody.</summary>
    public string? LeaseOwner { get; init; }

    /// <summary>When the lease ends and others may claim it.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }
}
