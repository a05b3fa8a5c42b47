using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Federation;

/// <summary>The files of the folder that is shared.</summary>
internal static class SharedFolder
{
    /// <summary>One file.</summary>
    /// <param name="RelativePath">Its path in the folder, with slashes.</param>
    /// <param name="FullName">Its path on the disk.</param>
    /// <param name="Length">Its length in bytes.</param>
    internal sealed record Item(string RelativePath, string FullName, long Length);

    /// <summary>All files in the folder and below; links are left out, and so are names that a server cannot carry.</summary>
    public static IEnumerable<Item> Read(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", options))
        {
            var relative = Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (StoragePath.TryParse(relative, out _))
            {
                yield return new Item(relative, file.FullName, file.Length);
            }
        }
    }
}
