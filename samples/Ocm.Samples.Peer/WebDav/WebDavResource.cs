using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>What a URL names in a mount; it need not exist.</summary>
/// <param name="Mount">The mount.</param>
/// <param name="UrlPath">The path below the mount's URL.</param>
/// <param name="Path">The path in the mount's storage.</param>
/// <param name="EndsWithSlash">Whether the URL says that it means a folder.</param>
internal sealed record WebDavResource(WebDavMount Mount, StoragePath UrlPath, StoragePath Path, bool EndsWithSlash)
{
    /// <summary>Whether this is the mount's own top, which can be filled but not be replaced, moved or deleted.</summary>
    public bool IsTop => UrlPath.IsRoot || Mount.File is not null;

    /// <summary>What is there now, or null. A file is not found under a folder's URL.</summary>
    public StorageEntry? Find() =>
        Mount.Storage.Find(Path) is { } entry && (entry.IsFolder || !EndsWithSlash || Mount.File is not null) ? entry : null;
}
