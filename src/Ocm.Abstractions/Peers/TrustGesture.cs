namespace Ocm.Peers;

/// <summary>What another server wants to do, or this one with it.</summary>
public enum TrustGesture
{
    /// <summary>Contact of any kind, asked before anything is fetched from the server.</summary>
    Contact,

    /// <summary>It sends a share to a user or group of this server.</summary>
    ReceiveShare,

    /// <summary>This server sends a share to it.</summary>
    SendShare,

    /// <summary>It accepts an invite of a user of this server.</summary>
    ReceiveInviteAcceptance,

    /// <summary>A user of this server accepts its invite.</summary>
    AcceptInvite,

    /// <summary>It asks a user of this server for a share.</summary>
    ReceiveShareRequest,

    /// <summary>It exchanges a share's secret for a token.</summary>
    IssueToken,
}
