namespace Ocm.Client;

/// <summary>
/// Which calls may leave without a signature to a server that does not take signatures (SIG-24). A server whose discovery
/// lists <c>http-sig</c> is never called unsigned, and token requests never go unsigned to anybody.
/// </summary>
[Flags]
public enum UnsignedCalls
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Share creation notifications.</summary>
    Shares = 1,

    /// <summary>Notifications of a receiving server to a sending server, such as that a share was accepted.</summary>
    RecipientNotifications = 2,

    /// <summary>Notifications of a sending server to a receiving server, such as that a share was withdrawn.</summary>
    SenderNotifications = 4,

    /// <summary>Acceptances of invites (advised against: SIG-26).</summary>
    InviteAcceptances = 8,

    /// <summary>Requests for a share (advised against: SIG-26).</summary>
    ShareRequests = 16,
}
