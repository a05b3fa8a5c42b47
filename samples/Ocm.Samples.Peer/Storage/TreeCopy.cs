namespace Ocm.Samples.Peer.Storage;

/// <summary>
/// Copies files and folders inside a tree, under temporary names. Links to files become files; links to folders inside
/// a copied folder are left out, so that a circle ends.
/// </summary>
internal sealed class TreeCopy(StorageTree tree, WriteStamp stamp, Func<StoragePath, StoredFile> open)
{
    /// <summary>Copies a file into a folder under a temporary name.</summary>
    public async Task<StagedItem> FileAsync(StoragePath from, string folder, CancellationToken cancellationToken)
    {
        await using var source = open(from);
        var staged = StagedItem.File(tree.Root, folder);
        try
        {
            await staged.FillAsync(source.Content, cancellationToken);
            staged.Stamp(stamp.Next());
            return staged;
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    /// <summary>Copies a folder into another under a temporary name, with or without what is in it.</summary>
    public async Task<StagedItem> FolderAsync(
        StoragePath from, string folder, bool recursive, CancellationToken cancellationToken)
    {
        var staged = StagedItem.Folder(tree.Root, folder);
        try
        {
            var rest = new Queue<(StoragePath From, string To)>();
            rest.Enqueue((from, staged.FullName));
            while (recursive && rest.TryDequeue(out var next))
            {
                foreach (var entry in tree.List(next.From))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var path = next.From.Append(entry.Name);
                    var target = Path.Join(next.To, entry.Name);
                    if (!entry.IsFolder)
                    {
                        using var file = await FileAsync(path, next.To, cancellationToken);
                        file.Commit(target);
                    }
                    else if (tree.Resolve(path, followLast: false).Kind == RealPath.Kind.Folder)
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
}
