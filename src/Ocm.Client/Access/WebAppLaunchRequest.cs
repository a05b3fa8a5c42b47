using Ocm.Shares;

namespace Ocm.Client.Access;

/// <summary>How the receiving server wants to open a share's web application (draft: Resource Access, step 6).</summary>
public sealed record WebAppLaunchRequest
{
    /// <summary>
    /// The ways in which this server can open web applications, the best one first: what it announces as the targets of
    /// <c>webapp-receive</c>.
    /// </summary>
    public required IReadOnlyList<WebAppTarget> SupportedTargets { get; init; }

    /// <summary>
    /// A page of this server to which the application may send the browser when its session ends, so that the share is opened
    /// again: an absolute https URI.
    /// </summary>
    public required Uri ExpiredSessionRedirectUri { get; init; }

    /// <summary>For a folder: the path inside the share of what is opened; "" for the share itself.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>
    /// Whether a token that is at hand is not used again: the application refused it, and sent the browser to
    /// <see cref="ExpiredSessionRedirectUri"/>.
    /// </summary>
    public bool RenewToken { get; init; }
}
