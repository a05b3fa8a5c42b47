using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>A property that a mount adds to those of RFC 4918.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="Value">Its text for a file or folder, or null where that has no such property.</param>
public sealed record WebDavProperty(DavName Name, Func<StorageEntry, string?> Value);
