using System.Collections.Concurrent;

namespace Ocm.Samples.Peer.Storage;

/// <summary>The users' folders: <c>files/&lt;user&gt;</c> under the data folder, each its own confined storage.</summary>
public sealed class UserStorage
{
    private readonly string _root;
    private readonly WriteStamp _stamp;
    private readonly ConcurrentDictionary<string, FolderStorage> _folders = new(StringComparer.Ordinal);

    /// <summary>Uses the folder <c>files</c> under <paramref name="dataDirectory"/>; makes it where it is missing.</summary>
    public UserStorage(string dataDirectory, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataDirectory);
        ArgumentNullException.ThrowIfNull(time);
        _stamp = new WriteStamp(time);
        _root = RealPath.OfAbsolute(Directory.CreateDirectory(Path.Join(dataDirectory, "files")).FullName);
    }

    /// <summary>The user's folder; made where it is missing.</summary>
    public FolderStorage Of(string user) => _folders.GetOrAdd(user, Create);

    private FolderStorage Create(string user)
    {
        var folder = Path.Join(_root, UserFolderName.Encode(user));
        Directory.CreateDirectory(folder);
        return new FolderStorage(RealPath.OfAbsolute(folder), _stamp);
    }

    /// <summary>
    /// Deletes what interrupted uploads, copies and deletions left behind. Only for the time before the first request:
    /// it cannot tell what is still being written.
    /// </summary>
    /// <param name="unchangedSince">
    /// Spares what was written to later, for a folder that other nodes use already. Null where this server has it alone.
    /// </param>
    public void Sweep(DateTimeOffset? unchangedSince = null)
    {
        var options = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true };
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(_root)]);
        while (folders.TryPop(out var folder))
        {
            foreach (var item in folder.EnumerateFileSystemInfos("*", options))
            {
                var isFolder = item is DirectoryInfo && item.LinkTarget is null;
                if (TemporaryName.Is(item.Name))
                {
                    if (unchangedSince is null || item.LastWriteTimeUtc < unchangedSince.Value.UtcDateTime)
                    {
                        Delete(item, isFolder);
                    }
                }
                else if (isFolder)
                {
                    folders.Push((DirectoryInfo)item);
                }
            }
        }
    }

    private static void Delete(FileSystemInfo item, bool isFolder)
    {
        try
        {
            if (isFolder)
            {
                ((DirectoryInfo)item).Delete(recursive: true);
            }
            else
            {
                item.Delete();
            }
        }
        catch (Exception e) when (StorageException.IsFileFailure(e))
        {
            // Out of sight anyway; the next start tries again.
        }
    }
}
