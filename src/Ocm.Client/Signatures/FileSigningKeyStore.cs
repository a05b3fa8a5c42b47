using System.Globalization;
using System.Security.Cryptography;
using Ocm.Signatures;

namespace Ocm.Client.Signatures;

/// <summary>
/// Keeps the signing keys in a directory, one file for each key, readable by the owner alone (0600 in a directory of 0700).
/// Files are written beside their place and moved there, so that a key is there entirely or not at all. Several processes
/// may share the directory: the files are numbered, and each number can be taken once.
/// </summary>
/// <remarks>On Windows the files get the permissions of the directory: give it to the service's account alone.</remarks>
public sealed class FileSigningKeyStore : ISigningKeyStore, IDisposable
{
    private const string Extension = ".key.json";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyDirectory = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string _directory;
    private readonly SemaphoreSlim _sync = new(1);

    /// <summary>A store in a directory.</summary>
    /// <param name="directory">The directory's path; it is made with the first key.</param>
    public FileSigningKeyStore(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        _directory = Path.GetFullPath(directory);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A file is readable by others than its owner, or is no key file; the message names it.</exception>
    public async ValueTask<IReadOnlyList<StoredSigningKey>> ListKeysAsync(CancellationToken cancellationToken = default)
    {
        await _sync.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return [.. (await ReadAllAsync(cancellationToken).ConfigureAwait(false)).Select(file => file.Content.ToKey())];
        }
        finally
        {
            _sync.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryAddKeyAsync(StoredSigningKey key, string? newestKeyId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        await _sync.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            CreateDirectory();
            var files = await ReadAllAsync(cancellationToken).ConfigureAwait(false);
            var newest = files.Count == 0 ? null : files[^1];
            if (!string.Equals(newest?.Content.KeyId, newestKeyId, StringComparison.Ordinal))
            {
                return false;
            }

            return await WriteAsync(PathOf((newest?.Number ?? 0) + 1), SigningKeyFile.From(key), overwrite: false, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            _sync.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask RetireKeyAsync(string keyId, DateTimeOffset retiredAt, CancellationToken cancellationToken = default)
    {
        await _sync.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await FindAsync(keyId, cancellationToken).ConfigureAwait(false) is { } file)
            {
                await WriteAsync(PathOf(file.Number), file.Content with { RetiredAt = retiredAt }, overwrite: true, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            _sync.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask RemoveKeyAsync(string keyId, CancellationToken cancellationToken = default)
    {
        await _sync.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await FindAsync(keyId, cancellationToken).ConfigureAwait(false) is { } file)
            {
                File.Delete(PathOf(file.Number));
            }
        }
        finally
        {
            _sync.Release();
        }
    }

    /// <summary>Ends the use of the store.</summary>
    public void Dispose() => _sync.Dispose();

    private static async Task<bool> WriteAsync(string path, SigningKeyFile content, bool overwrite, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var temporary = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.tmp";
        var json = content.ToJson();
        try
        {
            var stream = new FileStream(temporary, options);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(json, cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite);
            return true;
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            // Another process took the number.
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
            File.Delete(temporary);
        }
    }

    private static void CheckPermissions(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None)
        {
            throw new InvalidOperationException(
                $"The signing key file {path} is accessible to others than its owner. Run: chmod 600 \"{path}\"; or remove it if others may have read it.");
        }
    }

    private void CreateDirectory()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_directory);
            return;
        }

        Directory.CreateDirectory(_directory, OwnerOnlyDirectory);
        if ((File.GetUnixFileMode(_directory) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != UnixFileMode.None)
        {
            throw new InvalidOperationException(
                $"The signing key directory {_directory} can be written by others than its owner. Run: chmod 700 \"{_directory}\".");
        }
    }

    private string PathOf(int number) => Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{number:D8}{Extension}"));

    private async Task<KeyFile?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        var files = await ReadAllAsync(cancellationToken).ConfigureAwait(false);
        return files.Find(file => string.Equals(file.Content.KeyId, keyId, StringComparison.Ordinal));
    }

    private async Task<List<KeyFile>> ReadAllAsync(CancellationToken cancellationToken)
    {
        List<KeyFile> files = [];
        if (!Directory.Exists(_directory))
        {
            return files;
        }

        foreach (var path in Directory.EnumerateFiles(_directory, $"*{Extension}"))
        {
            var name = Path.GetFileName(path.AsSpan());
            if (int.TryParse(name[..^Extension.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && await ReadAsync(path, cancellationToken).ConfigureAwait(false) is { } content)
            {
                files.Add(new KeyFile(number, content));
            }
        }

        files.Sort((left, right) => left.Number.CompareTo(right.Number));
        return files;
    }

    /// <summary>A key file; null where another process removed it meanwhile.</summary>
    private static async Task<SigningKeyFile?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        byte[] json;
        try
        {
            CheckPermissions(path);
            json = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        var content = SigningKeyFile.Parse(json);
        CryptographicOperations.ZeroMemory(json);
        return content ?? throw new InvalidOperationException($"The signing key file {path} holds no key. Restore it, or remove it to go on without it.");
    }

    private sealed record KeyFile(int Number, SigningKeyFile Content);
}
