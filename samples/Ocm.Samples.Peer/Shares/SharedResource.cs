using System.Text;
using System.Text.Json;
using Ocm.Samples.Peer.Storage;
using Ocm.Shares;

namespace Ocm.Samples.Peer.Shares;

/// <summary>What a user's file or folder is in terms of OCM.</summary>
/// <param name="Id">The reference that comes back with each access: the path in the owner's files, with a slash in front.</param>
/// <param name="Name">The name that the recipient sees.</param>
/// <param name="Type">A file, a folder, or an RO-Crate that travels in the message.</param>
/// <param name="Size">The size of a file.</param>
/// <param name="EmbeddedJson">The RO-Crate.</param>
internal sealed record SharedResource(string Id, string Name, ResourceType Type, long? Size, string? EmbeddedJson = null)
{
    private const int MaxEmbeddedBytes = 256 * 1024;

    /// <summary>The resource at a path, or null where there is nothing that may be shared.</summary>
    public static SharedResource? Find(FolderStorage files, StoragePath path, string owner)
    {
        try
        {
            return files.Find(path) is { } entry
                ? new SharedResource(
                    "/" + path,
                    path.IsRoot ? owner : path.Name,
                    entry.IsFolder ? ResourceType.Folder : ResourceType.File,
                    entry.IsFolder ? null : entry.Length)
                : null;
        }
        catch (StorageException e) when (e.Failure is StorageFailure.Refused or StorageFailure.NotFound or StorageFailure.ParentMissing or StorageFailure.NameTooLong)
        {
            return null; // a link that leads out of the user's files, or a path through a file
        }
    }

    /// <summary>The same as an RO-Crate whose metadata document the file is; null where it is none.</summary>
    public async Task<SharedResource?> AsEmbeddedAsync(FolderStorage files, StoragePath path, CancellationToken cancellationToken)
    {
        if (Type != ResourceType.File)
        {
            return null;
        }

        await using var file = files.OpenRead(path);
        if (file.Entry.Length > MaxEmbeddedBytes)
        {
            return null;
        }

        var bytes = new byte[file.Entry.Length];
        await file.Content.ReadExactlyAsync(bytes, cancellationToken);
        try
        {
            return JsonElement.Parse(bytes).ValueKind == JsonValueKind.Object
                ? this with { Type = ResourceType.RoCrate, EmbeddedJson = Encoding.UTF8.GetString(bytes) }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
