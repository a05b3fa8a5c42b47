using Ocm.Shares;

namespace Ocm.Server.Access;

/// <summary>What a request to the vendor's own endpoint may do: the share that its credential belongs to.</summary>
/// <param name="Share">The share; active when the request came in.</param>
/// <param name="ByToken">Whether an exchanged token was shown, rather than the share's secret itself.</param>
public sealed record OcmShareAccess(SentShare Share, bool ByToken)
{
    /// <summary>
    /// The path of the share's own URL as the client wrote it, without a slash at its end: what follows is below the shared
    /// resource. Set by <c>RequireOcmShareBelow</c>; null elsewhere.
    /// </summary>
    public string? Prefix { get; init; }

    /// <summary>Whether the recipient may read.</summary>
    public bool CanRead => Share.Permissions.Contains(Permission.Read);

    /// <summary>Whether the recipient may look at the resource in a web application; whoever may read may do that too.</summary>
    public bool CanView => CanRead || Share.Permissions.Contains(Permission.View);

    /// <summary>Whether the recipient may create, change and delete.</summary>
    public bool CanWrite => Share.Permissions.Contains(Permission.Write);
}
