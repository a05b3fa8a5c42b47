using System.Globalization;

namespace Ocm.Samples.Peer.Storage;

/// <summary>What the storage knows about a file or folder.</summary>
public sealed record StorageEntry
{
    /// <summary>The name in its folder; empty for the top folder of a storage.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is a folder.</summary>
    public required bool IsFolder { get; init; }

    /// <summary>The file's length in bytes; 0 for a folder.</summary>
    public required long Length { get; init; }

    /// <summary>When it was last written.</summary>
    public required DateTimeOffset Modified { get; init; }

    /// <summary>When it was created, as far as the file system knows.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>
    /// The strong entity tag with its quotes (RFC 9110, section 8.8.3), another one after each write through this
    /// server; null for a folder, whose own time says nothing about what lies deeper in it.
    /// </summary>
    public string? ETag => IsFolder
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"\"{Modified.UtcTicks:x}-{Length:x}\"");

    internal static StorageEntry Of(string name, FileSystemInfo info) => new()
    {
        Name = name,
        IsFolder = info is DirectoryInfo,
        Length = info is FileInfo file ? file.Length : 0,
        Modified = new DateTimeOffset(info.LastWriteTimeUtc),
        Created = new DateTimeOffset(info.CreationTimeUtc),
    };
}
