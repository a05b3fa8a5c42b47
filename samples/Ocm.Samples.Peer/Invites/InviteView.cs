using Ocm.Invites;
using Ocm.Server.Invites;

namespace Ocm.Samples.Peer.Invites;

/// <summary>An invite that a user of this server made. Whoever has its token can accept it.</summary>
public sealed record InviteView
{
    public required string Token { get; init; }

    /// <summary>Token and server in one text, to be handed to the invited person.</summary>
    public required string InviteString { get; init; }

    /// <summary>The same as a link to the page where that person chooses their server; null without such a page.</summary>
    public string? Link { get; init; }

    public required DateTimeOffset Expires { get; init; }

    /// <summary>The address of who accepted it.</summary>
    public string? AcceptedBy { get; init; }

    internal static InviteView Of(Invite invite, IInvites invites) => new()
    {
        Token = invite.Token.Reveal(),
        InviteString = invites.ToInviteString(invite).Encode(),
        Link = invites.ToLink(invite)?.AbsoluteUri,
        Expires = invite.ExpiresAt,
        AcceptedBy = invite.AcceptedBy?.ToString(),
    };
}
