using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Ocm.Samples.Peer.Storage;

/// <summary>Finds where a path really leads, link by link, and keeps it inside a folder.</summary>
internal static class RealPath
{
    private const int MaxLinks = 32;

    internal enum Kind
    {
        /// <summary>Nothing has this name; the folder that would hold it exists.</summary>
        Missing,

        /// <summary>The folder that would hold it does not exist, or is a file.</summary>
        ParentMissing,
        File,
        Folder,

        /// <summary>A symbolic link, which was not to be followed.</summary>
        Link,
    }

    /// <summary>Where a path leads, free of links (except a last one that was not to be followed).</summary>
    internal readonly record struct Target(string FullName, Kind Kind)
    {
        public bool Exists => Kind is Kind.File or Kind.Folder or Kind.Link;
    }

    /// <summary>The real place of an absolute path, wherever it is.</summary>
    public static string OfAbsolute(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var root = Path.GetPathRoot(full)!;
        return Walk(root, Split(full[root.Length..]), followLast: true).FullName;
    }

    /// <summary>Follows <paramref name="path"/> down from a folder whose own real path is known.</summary>
    /// <exception cref="StorageException">It leads out of the folder, or in a circle.</exception>
    public static Target Inside(string root, StoragePath path, bool followLast)
    {
        var target = Walk(root, path.Names, followLast);
        return Contains(root, target.FullName) ? target : throw new StorageException(StorageFailure.Refused);
    }

    /// <summary>Whether <paramref name="path"/> is the folder or lies below it. Both are real paths.</summary>
    public static bool Contains(string root, string path) =>
        path.StartsWith(root, StringComparison.Ordinal)
        && (path.Length == root.Length || Path.EndsInDirectorySeparator(root) || path[root.Length] == Path.DirectorySeparatorChar);

    /// <summary>
    /// Checks an open file against the folder that it must lie in. Between looking at a path and opening it someone
    /// may have put a link there; what the handle points to cannot be changed any more.
    /// </summary>
    /// <exception cref="StorageException">The file lies elsewhere.</exception>
    public static void DemandInside(string root, SafeFileHandle handle, string openedPath)
    {
        // Where the handle does not tell, the path is looked at again.
        if (!Contains(root, PlaceOf(handle) ?? OfAbsolute(openedPath)))
        {
            throw new StorageException(StorageFailure.Refused);
        }
    }

    /// <summary>Where an open file lies at this moment, free of links; null where the system does not tell (Linux does).</summary>
    public static string? PlaceOf(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var descriptor = handle.DangerousGetHandle().ToInt64().ToString(CultureInfo.InvariantCulture);
        return new FileInfo("/proc/self/fd/" + descriptor).LinkTarget;
    }

    private static Target Walk(string start, IEnumerable<string> names, bool followLast)
    {
        var current = start;
        var kind = Kind.Folder;
        var links = 0;
        var rest = new Stack<string>(names.Reverse());
        while (rest.TryPop(out var name))
        {
            if (kind != Kind.Folder)
            {
                return new Target(current, Kind.ParentMissing);
            }

            // Only the target of a link can say "up"; StoragePath and GetFullPath know no such name.
            if (name == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            var next = Path.Join(current, name);
            var info = new FileInfo(next);
            var attributes = info.Attributes;
            if (attributes == (FileAttributes)(-1))
            {
                return new Target(next, rest.Count == 0 ? Kind.Missing : Kind.ParentMissing);
            }

            if (!attributes.HasFlag(FileAttributes.ReparsePoint) || info.LinkTarget is not { } link)
            {
                current = next;
                kind = attributes.HasFlag(FileAttributes.Directory) ? Kind.Folder : Kind.File;
                continue;
            }

            if (rest.Count == 0 && !followLast)
            {
                return new Target(next, Kind.Link);
            }

            if (++links > MaxLinks)
            {
                throw new StorageException(StorageFailure.Refused);
            }

            var root = Path.IsPathRooted(link) ? Path.GetPathRoot(link)! : string.Empty;
            current = root.Length > 0 ? root : current;
            foreach (var step in Split(link[root.Length..]).Reverse())
            {
                rest.Push(step);
            }
        }

        return new Target(current, kind);
    }

    private static IEnumerable<string> Split(string path) => path
        .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
        .Where(step => step != ".");
}
