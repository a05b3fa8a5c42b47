namespace Ocm.Samples.Peer.Storage;

/// <summary>
/// One folder of the disk and everything below it, and nothing else: whatever the path, no operation reads or changes
/// anything outside. Symbolic links are followed as long as they stay inside. Every failure is a <see cref="StorageException"/>.
/// </summary>
public sealed class FolderStorage
{
    private readonly string _root;
    private readonly WriteStamp _stamp;

    // One at a time looks at a condition and acts on it. Held for a few system calls only, never while bytes flow.
    private readonly Lock _gate;

    internal FolderStorage(string realRoot, WriteStamp stamp)
        : this(realRoot, stamp, new Lock())
    {
    }

    private FolderStorage(string realRoot, WriteStamp stamp, Lock gate)
    {
        _root = realRoot;
        _stamp = stamp;
        _gate = gate;
    }

    /// <summary>A storage whose top is a folder of this one, so that not even a link leads out of that folder.</summary>
    public FolderStorage Narrow(StoragePath folder) => Guarded(() =>
        new FolderStorage(DemandFolder(folder), _stamp, _gate));

    /// <summary>What is there, or null.</summary>
    public StorageEntry? Find(StoragePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Guarded(() => Describe(path.Name, RealPath.Inside(_root, path, followLast: true)));
    }

    /// <summary>The items of a folder in no particular order; read while one enumerates, so any number may come.</summary>
    public IEnumerable<StorageEntry> List(StoragePath folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var real = Guarded(() => DemandFolder(folder));
        return Entries(real, folder);
    }

    /// <summary>Opens a file for reading.</summary>
    public StoredFile OpenRead(StoragePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Guarded(() =>
        {
            var target = RealPath.Inside(_root, path, followLast: true);
            Demand(target.Exists, StorageFailure.NotFound);
            Demand(target.Kind == RealPath.Kind.File, StorageFailure.IsFolder);
            var handle = File.OpenHandle(
                target.FullName,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
            try
            {
                RealPath.DemandInside(_root, handle, target.FullName);
                var entry = new StorageEntry
                {
                    Name = path.Name,
                    IsFolder = false,
                    Length = RandomAccess.GetLength(handle),
                    Modified = new DateTimeOffset(File.GetLastWriteTimeUtc(handle)),
                    Created = new DateTimeOffset(File.GetCreationTimeUtc(handle)),
                };
                return new StoredFile(new FileStream(handle, FileAccess.Read, bufferSize: 0), entry);
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        });
    }

    /// <summary>
    /// Writes a file from a stream of any length. Until the last byte has come the old file stays; then it is replaced
    /// in one step, if <paramref name="condition"/> holds for what is there in that moment (null: nothing).
    /// </summary>
    public async Task<StorageWrite> WriteAsync(
        StoragePath path, Stream content, Func<StorageEntry?, bool>? condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(content);
        using var staged = Guarded(() =>
        {
            DemandNoFolder(path);
            return StagedItem.File(_root, DemandParent(path));
        });
        var length = await staged.FillAsync(content, cancellationToken);
        return Guarded(() =>
        {
            lock (_gate)
            {
                var before = DemandNoFolder(path);
                Demand(condition?.Invoke(before) ?? true, StorageFailure.ConditionFailed);
                var modified = _stamp.Next();
                staged.Stamp(modified);
                var target = Path.Join(DemandParent(path), path.Name);
                staged.Commit(target);
                var entry = StorageEntry.Of(path.Name, new FileInfo(target)) with
                {
                    Length = length,
                    Modified = new DateTimeOffset(modified),
                };
                return new StorageWrite(entry, before is null);
            }
        });
    }

    /// <summary>Makes an empty folder.</summary>
    public void CreateFolder(StoragePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Guarded(() =>
        {
            lock (_gate)
            {
                var target = RealPath.Inside(_root, path, followLast: false);
                Demand(!target.Exists, StorageFailure.Exists);
                Demand(target.Kind == RealPath.Kind.Missing, StorageFailure.ParentMissing);
                Directory.CreateDirectory(target.FullName);
            }
        });
    }

    /// <summary>Deletes a file, a link (not what it leads to) or a folder with all that is in it.</summary>
    public void Delete(StoragePath path, Func<StorageEntry?, bool>? condition = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        Demand(!path.IsRoot, StorageFailure.Refused);
        Guarded(() =>
        {
            SetAside aside;
            lock (_gate)
            {
                var target = RealPath.Inside(_root, path, followLast: false);
                Demand(target.Exists, StorageFailure.NotFound);
                Demand(condition?.Invoke(Describe(path.Name, target)) ?? true, StorageFailure.ConditionFailed);
                aside = SetAside.Take(target);
            }

            aside.DeleteOrPutBack();
        });
    }

    /// <summary>
    /// Renames an item. With <paramref name="overwrite"/> it takes the place of what has the new name; without it that
    /// is <see cref="StorageFailure.ConditionFailed"/>.
    /// </summary>
    /// <returns>Whether something was replaced.</returns>
    public bool Move(StoragePath from, StoragePath to, bool overwrite, Func<StorageEntry?, bool>? condition = null)
    {
        ArgumentNullException.ThrowIfNull(from);
        DemandApart(from, to);
        return Guarded(() =>
        {
            lock (_gate)
            {
                var source = RealPath.Inside(_root, from, followLast: false);
                Demand(source.Exists, StorageFailure.NotFound);
                Demand(condition?.Invoke(Describe(from.Name, source)) ?? true, StorageFailure.ConditionFailed);
                return Place(to, overwrite, source.Kind == RealPath.Kind.File, target =>
                {
                    if (source.Kind == RealPath.Kind.File)
                    {
                        File.Move(source.FullName, target, overwrite: true);
                    }
                    else
                    {
                        SetAside.Rename(source.FullName, target);
                    }
                });
            }
        });
    }

    /// <summary>
    /// Copies a file or folder. The copy grows under another name and appears as a whole, or not at all. Links to files
    /// become files; links to folders inside a copied folder are left out, so that a circle ends.
    /// </summary>
    /// <returns>Whether something was replaced.</returns>
    public async Task<bool> CopyAsync(
        StoragePath from,
        StoragePath to,
        bool overwrite,
        bool recursive,
        Func<StorageEntry?, bool>? condition,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(from);
        DemandApart(from, to);
        var source = Find(from) ?? throw new StorageException(StorageFailure.NotFound);
        Demand(condition?.Invoke(source) ?? true, StorageFailure.ConditionFailed);
        var parent = Guarded(() =>
        {
            Demand(overwrite || Find(to) is null, StorageFailure.ConditionFailed);
            return DemandParent(to);
        });
        using var staged = await GuardedAsync(async () => source.IsFolder
            ? await CopyFolderAsync(from, parent, recursive, cancellationToken)
            : await CopyFileAsync(from, parent, cancellationToken));
        return Guarded(() =>
        {
            lock (_gate)
            {
                return Place(to, overwrite, !source.IsFolder, staged.Commit);
            }
        });
    }

    private async Task<StagedItem> CopyFileAsync(StoragePath from, string folder, CancellationToken cancellationToken)
    {
        await using var source = OpenRead(from);
        var staged = StagedItem.File(_root, folder);
        try
        {
            await staged.FillAsync(source.Content, cancellationToken);
            staged.Stamp(_stamp.Next());
            return staged;
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    private async Task<StagedItem> CopyFolderAsync(
        StoragePath from, string folder, bool recursive, CancellationToken cancellationToken)
    {
        var staged = StagedItem.Folder(_root, folder);
        try
        {
            var rest = new Queue<(StoragePath From, string To)>();
            rest.Enqueue((from, staged.FullName));
            while (recursive && rest.TryDequeue(out var next))
            {
                foreach (var entry in List(next.From))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var path = next.From.Append(entry.Name);
                    var target = Path.Join(next.To, entry.Name);
                    if (!entry.IsFolder)
                    {
                        using var file = await CopyFileAsync(path, next.To, cancellationToken);
                        file.Commit(target);
                    }
                    else if (RealPath.Inside(_root, path, followLast: false).Kind == RealPath.Kind.Folder)
                    {
                        Directory.CreateDirectory(target);
                        rest.Enqueue((path, target));
                    }
                }
            }

            return staged;
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    // Brings an item to its name, after what had the name was set aside; puts that back when it fails.
    private bool Place(StoragePath to, bool overwrite, bool isFile, Action<string> bring)
    {
        var target = RealPath.Inside(_root, to, followLast: false);
        if (!target.Exists)
        {
            Demand(target.Kind == RealPath.Kind.Missing, StorageFailure.ParentMissing);
            bring(target.FullName);
            return false;
        }

        Demand(overwrite, StorageFailure.ConditionFailed);
        if (isFile && target.Kind != RealPath.Kind.Folder)
        {
            bring(target.FullName); // a file takes the place of a file in one step
            return true;
        }

        var aside = SetAside.Take(target);
        try
        {
            bring(target.FullName);
        }
        catch
        {
            aside.PutBack();
            throw;
        }

        aside.Delete();
        return true;
    }

    private IEnumerable<StorageEntry> Entries(string real, StoragePath folder)
    {
        var options = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true };
        using var items = Guarded(() => new DirectoryInfo(real).EnumerateFileSystemInfos("*", options).GetEnumerator());
        while (Guarded(items.MoveNext))
        {
            // A name that no path can carry could not be asked for, so it is not shown.
            if (StoragePath.IsName(items.Current.Name) && DescribeListed(items.Current, folder) is { } entry)
            {
                yield return entry;
            }
        }
    }

    private StorageEntry? DescribeListed(FileSystemInfo item, StoragePath folder)
    {
        try
        {
            return item.LinkTarget is null ? StorageEntry.Of(item.Name, item) : Find(folder.Append(item.Name));
        }
        catch (Exception e) when (StorageException.IsFileFailure(e))
        {
            return null; // gone meanwhile, or a link that leads out
        }
    }

    private static StorageEntry? Describe(string name, RealPath.Target target)
    {
        try
        {
            return target.Kind switch
            {
                RealPath.Kind.File or RealPath.Kind.Link => StorageEntry.Of(name, new FileInfo(target.FullName)),
                RealPath.Kind.Folder => StorageEntry.Of(name, new DirectoryInfo(target.FullName)),
                _ => null,
            };
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private string DemandFolder(StoragePath path)
    {
        var target = RealPath.Inside(_root, path, followLast: true);
        Demand(target.Exists, StorageFailure.NotFound);
        Demand(target.Kind == RealPath.Kind.Folder, StorageFailure.IsFile);
        return target.FullName;
    }

    private string DemandParent(StoragePath path)
    {
        var target = RealPath.Inside(_root, path.Parent, followLast: true);
        return target.Kind == RealPath.Kind.Folder ? target.FullName : throw new StorageException(StorageFailure.ParentMissing);
    }

    private StorageEntry? DemandNoFolder(StoragePath path)
    {
        var target = RealPath.Inside(_root, path, followLast: true);
        Demand(target.Kind != RealPath.Kind.Folder, StorageFailure.IsFolder);
        return Describe(path.Name, target);
    }

    private static void DemandApart(StoragePath from, StoragePath to)
    {
        ArgumentNullException.ThrowIfNull(to);
        Demand(to.Below(from) is null && from.Below(to) is null, StorageFailure.Refused);
    }

    private static void Demand(bool condition, StorageFailure failure)
    {
        if (!condition)
        {
            throw new StorageException(failure);
        }
    }

    private static void Guarded(Action action) => Guarded(() =>
    {
        action();
        return true;
    });

    private static T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (StorageException.IsFileFailure(e))
        {
            throw StorageException.From(e);
        }
    }

    private static async Task<T> GuardedAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (StorageException.IsFileFailure(e))
        {
            throw StorageException.From(e);
        }
    }
}
