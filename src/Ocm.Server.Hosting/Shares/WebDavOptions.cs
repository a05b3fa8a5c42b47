using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>How the vendor's product shares and receives over WebDAV.</summary>
public sealed class WebDavOptions
{
    /// <summary>
    /// The path on the public origin under which the vendor serves shares: <c>{Path}/{providerId}/…</c>. The vendor's own
    /// endpoint answers there, guarded by <c>RequireOcmShare</c>, or by <c>RequireOcmShareBelow</c> where older
    /// servers are served.
    /// </summary>
    public string Path { get; set; } = "/dav/ocm";

    /// <summary>The resource types that are shared and received; files and folders by default.</summary>
    public IList<ResourceType> ResourceTypes { get; } = [ResourceType.File, ResourceType.Folder];

    /// <summary>Whether relative URIs are asked for from sending servers; absolute ones by default.</summary>
    public bool ReceiveRelativeUris { get; set; }
}
