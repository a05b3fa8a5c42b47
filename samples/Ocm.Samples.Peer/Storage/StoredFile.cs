namespace Ocm.Samples.Peer.Storage;

/// <summary>An open file with what was true of it when it was opened. Dispose it.</summary>
public sealed class StoredFile : IAsyncDisposable
{
    internal StoredFile(FileStream content, StorageEntry entry)
    {
        Content = content;
        Entry = entry;
    }

    /// <summary>The content. It stays what it is, even when the file is replaced meanwhile.</summary>
    public FileStream Content { get; }

    /// <summary>The file's properties.</summary>
    public StorageEntry Entry { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
