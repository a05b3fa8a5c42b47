using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>
/// What one request may reach: a folder of the storage, or a single file, at a place of the URL space, with what is
/// permitted there. Whoever maps the WebDAV endpoint finds the mount for each request; WebDAV itself knows no users,
/// no shares and no tokens.
/// </summary>
public sealed record WebDavMount
{
    private readonly StoragePath _prefix;

    private WebDavMount(string prefix, FolderStorage storage, StoragePath? file)
    {
        if (!prefix.StartsWith('/') || prefix.EndsWith('/') || !StoragePath.TryParseEncoded(prefix, out var names))
        {
            throw new ArgumentException("An encoded path that begins and does not end with a slash is needed.", nameof(prefix));
        }

        _prefix = names;
        Prefix = "/" + names.ToEncoded();
        Storage = storage;
        File = file;
    }

    /// <summary>The percent-encoded path of the mount's own URL, without a slash at its end.</summary>
    public string Prefix { get; }

    /// <summary>The storage: for a folder mount exactly that folder, for a file mount one that holds the file.</summary>
    public FolderStorage Storage { get; }

    /// <summary>The file of a file mount, else null.</summary>
    public StoragePath? File { get; }

    /// <summary>Whether content and properties may be read.</summary>
    public bool CanRead { get; init; } = true;

    /// <summary>Whether anything may be changed.</summary>
    public bool CanWrite { get; init; }

    /// <summary>How the mount's top folder is shown to people; null shows the last name of its URL.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Properties beside those of RFC 4918. Not part of <c>allprop</c>: a client asks for them by name.</summary>
    public IReadOnlyList<WebDavProperty> Properties { get; init; } = [];

    /// <summary>
    /// host[:port] by which clients know this server, for <c>Destination</c> behind a proxy that rewrites <c>Host</c>.
    /// </summary>
    public string? Authority { get; init; }

    /// <summary>
    /// A mount whose top is a folder. Hand in a narrowed storage (<see cref="FolderStorage.Narrow"/>) where the
    /// folder is a part of a user's files, so that no link inside it leads to the rest.
    /// </summary>
    public static WebDavMount ForFolder(string prefix, FolderStorage storage) => new(prefix, storage, file: null);

    /// <summary>
    /// A mount that is a single file: its URL is the file, and so is its URL followed by the file's name, because some
    /// servers take every share for a folder.
    /// </summary>
    public static WebDavMount ForFile(string prefix, FolderStorage storage, StoragePath file) => new(prefix, storage, file);

    /// <summary>Reads the path of a URL. False: it is malformed. Null: it is not a place of this mount.</summary>
    internal bool TryResolve(string encodedPath, out WebDavResource? resource)
    {
        resource = null;
        if (!StoragePath.TryParseEncoded(encodedPath, out var whole))
        {
            return false;
        }

        if (whole.Below(_prefix) is not { } path)
        {
            return true;
        }

        var slash = encodedPath.EndsWith('/');
        if (File is null)
        {
            resource = new WebDavResource(this, path, path, slash);
        }
        else if (path.IsRoot || (path.Names.Count == 1 && path.Name == File.Name))
        {
            resource = new WebDavResource(this, path, File, slash);
        }

        return true;
    }

    /// <summary>The URL path of a place of this mount; a folder's ends with a slash.</summary>
    internal string Href(StoragePath path, bool isFolder) =>
        (path.IsRoot ? Prefix : $"{Prefix}/{path.ToEncoded()}") + (isFolder ? "/" : string.Empty);

    internal string NameOf(StoragePath path) => !path.IsRoot ? path.Name : DisplayName ?? File?.Name ?? _prefix.Name;
}
