using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Ocm.Samples.Peer.Storage;

/// <summary>
/// A file or folder that is being filled beside its target under a temporary name. What is not committed is deleted
/// on disposal, so a broken upload leaves nothing behind and the old file as it was.
/// </summary>
internal sealed class StagedItem : IDisposable
{
    private const int BufferSize = 128 * 1024;

    private readonly string _root;
    private readonly SafeFileHandle? _handle;
    private bool _committed;

    private StagedItem(string root, string fullName, SafeFileHandle? handle)
    {
        _root = root;
        FullName = fullName;
        _handle = handle;
    }

    /// <summary>Where the item lies now.</summary>
    public string FullName { get; }

    /// <summary>An empty file in a folder. Both paths are real paths.</summary>
    public static StagedItem File(string root, string folder)
    {
        var name = Path.Join(folder, TemporaryName.Create());
        var handle = System.IO.File.OpenHandle(
            name, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, FileOptions.Asynchronous);
        var staged = new StagedItem(root, name, handle);
        try
        {
            RealPath.DemandInside(root, handle, name);
            return staged;
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    /// <summary>An empty folder in a folder.</summary>
    public static StagedItem Folder(string root, string folder)
    {
        var name = Path.Join(folder, TemporaryName.Create());
        Directory.CreateDirectory(name);
        return new StagedItem(root, name, handle: null);
    }

    /// <summary>
    /// Writes all of a stream into the file, through one buffer whatever the length. What the source throws passes
    /// through as it is; a failure of the disk is a <see cref="StorageException"/>.
    /// </summary>
    public async Task<long> FillAsync(Stream source, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long length = 0;
            int read;
            while ((read = await source.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken)) > 0)
            {
                try
                {
                    await RandomAccess.WriteAsync(_handle!, buffer.AsMemory(0, read), length, cancellationToken);
                }
                catch (Exception e) when (StorageException.IsFileFailure(e))
                {
                    throw StorageException.From(e);
                }

                length += read;
            }

            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Sets the file's modification time, by its handle.</summary>
    public void Stamp(DateTime modified) => System.IO.File.SetLastWriteTimeUtc(_handle!, modified);

    /// <summary>Renames the item to its target. A file there is replaced in one step; a folder must be out of the way.</summary>
    public void Commit(string target)
    {
        if (_handle is null)
        {
            Directory.Move(FullName, target);
            _committed = true;
            return;
        }

        System.IO.File.Move(FullName, target, overwrite: true);
        _committed = true;
        try
        {
            RealPath.DemandInside(_root, _handle, target);
        }
        catch (StorageException)
        {
            // A folder of the path became a link while we renamed: take the file back from where it went.
            System.IO.File.Delete(RealPath.PlaceOf(_handle) ?? target);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // By the handle, because the folder may have been renamed, or exchanged for a link, since the file was made.
        var place = _handle is null ? FullName : RealPath.PlaceOf(_handle) ?? FullName;
        _handle?.Dispose();
        if (_committed)
        {
            return;
        }

        _committed = true;
        try
        {
            if (_handle is null)
            {
                Directory.Delete(place, recursive: true);
            }
            else
            {
                System.IO.File.Delete(place);
            }
        }
        catch (Exception e) when (StorageException.IsFileFailure(e))
        {
            // No list shows it, and the sweep at the next start takes it away.
        }
    }
}
