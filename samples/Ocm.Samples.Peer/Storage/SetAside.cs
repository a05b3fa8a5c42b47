namespace Ocm.Samples.Peer.Storage;

/// <summary>An item on its way out: renamed out of sight in one step, then deleted at leisure or put back.</summary>
internal sealed class SetAside
{
    private readonly string _place;
    private readonly string _aside;
    private readonly bool _isFolder;

    private SetAside(string place, string aside, bool isFolder)
    {
        _place = place;
        _aside = aside;
        _isFolder = isFolder;
    }

    /// <summary>Takes an item out of sight.</summary>
    public static SetAside Take(RealPath.Target target)
    {
        var item = new SetAside(
            target.FullName,
            Path.Join(Path.GetDirectoryName(target.FullName), TemporaryName.Create()),
            target.Kind == RealPath.Kind.Folder);
        Rename(item._isFolder, item._place, item._aside);
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
            Rename(_isFolder, _aside, _place);
        }
        catch (Exception e) when (StorageException.IsFileFailure(e))
        {
        }
    }

    // Deleting a folder does not follow the links in it.
    private void DeleteAside()
    {
        if (_isFolder)
        {
            Directory.Delete(_aside, recursive: true);
        }
        else
        {
            File.Delete(_aside);
        }
    }

    private static void Rename(bool isFolder, string from, string to)
    {
        if (isFolder)
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to);
        }
    }
}
