namespace Ocm.Samples.Peer.Storage;

/// <summary>
/// One folder of the disk and everything below it, and nothing else: whatever the path, no operation reads or changes
/// anything outside. Symbolic links are followed as long as they stay inside. Every failure is a <see cref="StorageException"/>.
/// </summary>
public sealed class FolderStorage
{
    private readonly StorageTree _tree;
    private readonly WriteStamp _stamp;

    // One at a time looks at a condition and acts on it. Held for a few system calls only, never while bytes flow.
    private readonly Lock _gate;

    internal FolderStorage(string realRoot, WriteStamp stamp)
        : this(realRoot, stamp, new Lock())
    {
    }

    private FolderStorage(string realRoot, WriteStamp stamp, Lock gate)
    {
        _tree = new StorageTree(realRoot);
        _stamp = stamp;
        _gate = gate;
    }

    /// <summary>A storage whose top is a folder of this one, so that not even a link leads out of that folder.</summary>
    public FolderStorage Narrow(StoragePath folder) => StorageGuard.Run(() =>
        new FolderStorage(_tree.DemandFolder(folder), _stamp, _gate));

    /// <summary>What is there, or null.</summary>
    public StorageEntry? Find(StoragePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return StorageGuard.Run(() => _tree.Find(path));
    }

    /// <summary>The items of a folder in no particular order; read while one enumerates, so any number may come.</summary>
    public IEnumerable<StorageEntry> List(StoragePath folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return _tree.List(folder);
    }

    /// <summary>Opens a file for reading.</summary>
    public StoredFile OpenRead(StoragePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return StorageGuard.Run(() =>
        {
            var target = _tree.Resolve(path, followLast: true);
            StorageGuard.Demand(target.Exists, StorageFailure.NotFound);
            StorageGuard.Demand(target.Kind == RealPath.Kind.File, StorageFailure.IsFolder);
            var handle = File.OpenHandle(
                target.FullName,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
            try
            {
                RealPath.DemandInside(_tree.Root, handle, target.FullName);
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
        using var staged = StorageGuard.Run(() =>
        {
            _tree.DemandNoFolder(path);
            return StagedItem.File(_tree.Root, _tree.DemandParent(path));
        });
        var length = await staged.FillAsync(content, cancellationToken);
        return StorageGuard.Run(() =>
        {
            lock (_gate)
            {
                var before = _tree.DemandNoFolder(path);
                StorageGuard.Demand(condition?.Invoke(before) ?? true, StorageFailure.ConditionFailed);
                var modified = _stamp.Next();
                staged.Stamp(modified);
                var target = Path.Join(_tree.DemandParent(path), path.Name);
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
        StorageGuard.Run(() =>
        {
            lock (_gate)
            {
                var target = _tree.Resolve(path, followLast: false);
                StorageGuard.Demand(!target.Exists, StorageFailure.Exists);
                StorageGuard.Demand(target.Kind == RealPath.Kind.Missing, StorageFailure.ParentMissing);
                Directory.CreateDirectory(target.FullName);
            }
        });
    }

    /// <summary>Deletes a file, a link (not what it leads to) or a folder with all that is in it.</summary>
    public void Delete(StoragePath path, Func<StorageEntry?, bool>? condition = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        StorageGuard.Demand(!path.IsRoot, StorageFailure.Refused);
        StorageGuard.Run(() =>
        {
            SetAside aside;
            lock (_gate)
            {
                var target = _tree.Resolve(path, followLast: false);
                StorageGuard.Demand(target.Exists, StorageFailure.NotFound);
                StorageGuard.Demand(condition?.Invoke(_tree.Find(path, target)) ?? true, StorageFailure.ConditionFailed);
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
        return StorageGuard.Run(() =>
        {
            lock (_gate)
            {
                var source = _tree.Resolve(from, followLast: false);
                StorageGuard.Demand(source.Exists, StorageFailure.NotFound);
                StorageGuard.Demand(condition?.Invoke(_tree.Find(from, source)) ?? true, StorageFailure.ConditionFailed);

                // Two paths that differ may meet behind a link.
                var place = _tree.Resolve(to, followLast: false).FullName;
                StorageGuard.Demand(
                    !RealPath.Contains(source.FullName, place) && !RealPath.Contains(place, source.FullName), StorageFailure.Refused);
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
        StorageGuard.Demand(condition?.Invoke(source) ?? true, StorageFailure.ConditionFailed);
        var parent = StorageGuard.Run(() =>
        {
            StorageGuard.Demand(overwrite || Find(to) is null, StorageFailure.ConditionFailed);
            return _tree.DemandParent(to);
        });
        var copy = new TreeCopy(_tree, _stamp, OpenRead);
        using var staged = await StorageGuard.RunAsync(async () => source.IsFolder
            ? await copy.FolderAsync(from, parent, recursive, cancellationToken)
            : await copy.FileAsync(from, parent, cancellationToken));
        return StorageGuard.Run(() =>
        {
            lock (_gate)
            {
                return Place(to, overwrite, !source.IsFolder, staged.Commit);
            }
        });
    }

    // Brings an item to its name, after what had the name was set aside; puts that back when it fails.
    private bool Place(StoragePath to, bool overwrite, bool isFile, Action<string> bring)
    {
        var target = _tree.Resolve(to, followLast: false);
        if (!target.Exists)
        {
            StorageGuard.Demand(target.Kind == RealPath.Kind.Missing, StorageFailure.ParentMissing);
            bring(target.FullName);
            return false;
        }

        StorageGuard.Demand(overwrite, StorageFailure.ConditionFailed);
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

    private static void DemandApart(StoragePath from, StoragePath to)
    {
        ArgumentNullException.ThrowIfNull(to);
        StorageGuard.Demand(to.Below(from) is null && from.Below(to) is null, StorageFailure.Refused);
    }
}
