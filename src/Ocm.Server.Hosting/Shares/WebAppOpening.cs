using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>How a user opens a received share's web application.</summary>
public sealed record WebAppOpening
{
    /// <summary>
    /// The page of this server to which the application may send the browser when its session ends, so that the share is opened
    /// again: a path on the public origin such as <c>/shares/17/open</c>, or an absolute https URL of this product's. It must
    /// hold no secret.
    /// </summary>
    public required string ExpiredSessionRedirectUri { get; init; }

    /// <summary>
    /// Where it is opened: one of <see cref="WebAppOptions.ReceiveTargets"/>. Null takes the first of those that the share
    /// offers too.
    /// </summary>
    public WebAppTarget? Target { get; init; }

    /// <summary>For a folder: the path inside the share of what is opened; "" for the share itself.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>
    /// Whether the browser has just come by <see cref="ExpiredSessionRedirectUri"/>: a token that is at hand, which the
    /// application has refused, is then not used again.
    /// </summary>
    public bool IsReopening { get; init; }
}
