namespace Ocm.Samples.Peer.Invites;

/// <summary>The body of <c>POST /api/invites/accept</c>: an invite string or link, or token and server.</summary>
public sealed record AcceptInviteBody
{
    public string? InviteString { get; init; }

    public string? Token { get; init; }

    /// <summary>The inviting server: host[:port].</summary>
    public string? Provider { get; init; }
}
