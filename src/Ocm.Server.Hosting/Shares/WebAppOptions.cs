using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>How the vendor's product shares its web application, and opens those of other servers.</summary>
public sealed class WebAppOptions
{
    /// <summary>
    /// The absolute URL under which the vendor's application opens a share: <c>{Uri}/{providerId}</c>, and for a folder
    /// <c>{Uri}/{providerId}/{path}</c>. The vendor's own endpoint answers POST there, guarded by <c>RequireOcmWebApp</c>. Null
    /// where the product has none to share and only opens those of others.
    /// </summary>
    public Uri? Uri { get; set; }

    /// <summary>The application's name, for people.</summary>
    public string? AppName { get; set; }

    /// <summary>A media type by which receiving servers may choose a local icon.</summary>
    public string? AppIconHint { get; set; }

    /// <summary>The media types that the application opens.</summary>
    public IList<string> MediaTypes { get; } = [];

    /// <summary>Where the application may be opened.</summary>
    public IList<WebAppTarget> Targets { get; } = [WebAppTarget.Blank];

    /// <summary>
    /// The largest form that the vendor's endpoints with <c>RequireOcmWebApp</c> take, in bytes; 1 MiB by default. It is read
    /// before anybody is authenticated.
    /// </summary>
    public int MaxFormBytes { get; set; } = 1024 * 1024;

    /// <summary>Where this server opens other servers' applications, the best way first; empty where it opens none.</summary>
    public IList<WebAppTarget> ReceiveTargets { get; } = [];

    /// <summary>The resource types that are shared and received; files and folders by default.</summary>
    public IList<ResourceType> ResourceTypes { get; } = [ResourceType.File, ResourceType.Folder];
}
