namespace Ocm.Samples.Peer.Storage;

/// <summary>Looks at one folder of the disk and what is below it: where a path leads, what is there, what a folder holds.</summary>
internal sealed class StorageTree(string realRoot)
{
    /// <summary>The folder itself, free of links.</summary>
    public string Root { get; } = realRoot;

    /// <summary>Where a path leads.</summary>
    public RealPath.Target Resolve(StoragePath path, bool followLast) => RealPath.Inside(Root, path, followLast);

    /// <summary>What is there, or null.</summary>
    public StorageEntry? Find(StoragePath path) => Describe(path.Name, Resolve(path, followLast: true));

    /// <summary>What is at a place that is already known. A link is described by what it leads to, if that may be seen.</summary>
    public StorageEntry? Find(StoragePath path, RealPath.Target target)
    {
        if (target.Kind == RealPath.Kind.Link)
        {
            try
            {
                target = Resolve(path, followLast: true) is { Exists: true } end ? end : target;
            }
            catch (StorageException)
            {
                // It leads out; it is described as the link that it is.
            }
        }

        return Describe(path.Name, target);
    }

    /// <summary>The real path of a folder that must exist.</summary>
    public string DemandFolder(StoragePath path)
    {
        var target = Resolve(path, followLast: true);
        StorageGuard.Demand(target.Exists, StorageFailure.NotFound);
        StorageGuard.Demand(target.Kind == RealPath.Kind.Folder, StorageFailure.IsFile);
        return target.FullName;
    }

    /// <summary>The real path of the folder that holds an item; the item need not exist.</summary>
    public string DemandParent(StoragePath path)
    {
        var target = Resolve(path.Parent, followLast: true);
        StorageGuard.Demand(target.Kind == RealPath.Kind.Folder, StorageFailure.ParentMissing);
        return target.FullName;
    }

    /// <summary>What is there, which may be nothing but not a folder.</summary>
    public StorageEntry? DemandNoFolder(StoragePath path)
    {
        var target = Resolve(path, followLast: true);
        StorageGuard.Demand(target.Kind != RealPath.Kind.Folder, StorageFailure.IsFolder);
        return Describe(path.Name, target);
    }

    /// <summary>The items of a folder, read while one enumerates. What no path can name, or may not reach, is left out.</summary>
    public IEnumerable<StorageEntry> List(StoragePath folder)
    {
        var real = StorageGuard.Run(() => DemandFolder(folder));
        return Items(real, folder);
    }

    private IEnumerable<StorageEntry> Items(string real, StoragePath folder)
    {
        var options = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true };
        using var items = StorageGuard.Run(() => new DirectoryInfo(real).EnumerateFileSystemInfos("*", options).GetEnumerator());
        while (StorageGuard.Run(items.MoveNext))
        {
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
            return null; // gone meanwhile
        }
    }
}
