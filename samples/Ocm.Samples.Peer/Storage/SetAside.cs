namespace Ocm.Samples.Peer.Storage;

/// <summary>An item on its way out: renamed out of sight in one step, then deleted at leisure or put back.</summary>
internal sealed class SetAside
{
    private readonly string _place;
    private readonly string _aside;
    private readonly RealPath.Kind _kind;

    private SetAside(string place, string aside, RealPath.Kind kind)
    {
        _place = place;
        _aside = aside;
        _kind = kind;
    }

    /// <summary>Takes an item out of sight.</summary>
    public static SetAside Take(RealPath.Target target)
    {
        var item = new SetAside(
            target.FullName,
            Path.Join(Path.GetDirectoryName(target.FullName), TemporaryName.Create()),
            target.Kind);
        Rename(item._place, item._aside);
        return item;
    }

    /// <summary>Deletes it; when that fails it stays out of sight until the sweep at the next start.</summary>
    public void Delete()
    {
        try
        {
            DeleteAside();
        }
        catch (Exception e) when (StorageException.IsFileFailure(e))
        {
        }
    }

    /// <summary>Deletes it; when that fails, what is left of it is put back and the failure thrown.</summary>
    public void DeleteOrPutBack()
    {
        try
        {
            DeleteAside();
        }
        catch (Exception e) when (StorageException.IsFileFailure(e))
        {
            PutBack();
            throw;
        }
    }

    /// <summary>Gives it its name back, unless something else has the name by now.</summary>
    public void PutBack()
    {
        try
        {
            Rename(_aside, _place);
        }
        catch (Exception e) when (StorageException.IsFileFailure(e))
        {
        }
    }

    // Deleting a folder does not follow the links in it.
    private void DeleteAside()
    {
        if (_kind == RealPath.Kind.Folder)
        {
            Directory.Delete(_aside, recursive: true);
        }
        else if (OperatingSystem.IsWindows() && File.GetAttributes(_aside).HasFlag(FileAttributes.Directory))
        {
            Directory.Delete(_aside); // there a link to a folder is a folder, too
        }
        else
        {
            File.Delete(_aside);
        }
    }

    /// <summary>
    /// Renames an item of any kind to a name that is free. <see cref="File.Move(string, string)"/> looks through a
    /// link and misses one that leads to a folder or nowhere; this does not look.
    /// </summary>
    public static void Rename(string from, string to) => Directory.Move(from, to);
}
