using System.Globalization;
using System.Security.Cryptography;
using Ocm.Signatures;

namespace Ocm.Client.Signatures;

/// <summary>
/// Keeps the signing keys in a directory, one file for each key, readable by the owner alone (0600 in a directory of 0700).
/// Files are written beside their place and moved there, so that a key is there entirely or not at all. Several processes
/// may share the directory: changes are made under a lock on one of its files, which ends with the process that holds it.
/// </summary>
/// <remarks>
/// Several machines can share the directory where its file system carries locks between them; otherwise keep the keys in a
/// database. On Windows the files get the permissions of the directory: give it to the service's account alone.
/// </remarks>
public sealed class FileSigningKeyStore : ISigningKeyStore, IDisposable
{
    private const string Extension = ".key.json";
    private const string LockFile = ".lock";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyDirectory = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);

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
        var files = await ReadAllAsync(cancellationToken).ConfigureAwait(false);
        return files.ConvertAll(file => file.Content.ToKey());
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryAddKeyAsync(StoredSigningKey key, string? newestKeyId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        CreateDirectory();
        return await ChangeAsync(
            async files =>
            {
                var newest = files.Count == 0 ? null : files[^1];
                if (!string.Equals(newest?.Content.KeyId, newestKeyId, StringComparison.Ordinal))
                {
                    return false;
                }

                await WriteAsync(PathOf((newest?.Number ?? 0) + 1), SigningKeyFile.From(key), cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask RetireKeyAsync(string keyId, DateTimeOffset retiredAt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        await ChangeAsync(
            async files =>
            {
                if (Find(files, keyId) is { } file)
                {
                    await WriteAsync(PathOf(file.Number), file.Content with { RetiredAt = retiredAt }, cancellationToken).ConfigureAwait(false);
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask RemoveKeyAsync(string keyId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        await ChangeAsync(
            files =>
            {
                if (Find(files, keyId) is { } file)
                {
                    File.Delete(PathOf(file.Number));
                }

                return Task.FromResult(true);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the use of the store.</summary>
    public void Dispose() => _sync.Dispose();

    private static FileStreamOptions ForOwner(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    private static async Task WriteAsync(string path, SigningKeyFile content, CancellationToken cancellationToken)
    {
        var temporary = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.tmp";
        var json = content.ToJson();
        try
        {
            var stream = new FileStream(temporary, ForOwner(FileMode.CreateNew));
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(json, cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
            File.Delete(temporary);
        }
    }

    private static KeyFile? Find(List<KeyFile> files, string keyId) =>
        files.Find(file => string.Equals(file.Content.KeyId, keyId, StringComparison.Ordinal));

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

    /// <summary>Makes a change on what is there, alone among all processes.</summary>
    private async Task<bool> ChangeAsync(Func<List<KeyFile>, Task<bool>> change, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_directory))
        {
            return false;
        }

        await _sync.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var held = await LockAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = held.ConfigureAwait(false);
            return await change(await ReadAllAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            _sync.Release();
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(_directory, LockFile), ForOwner(FileMode.OpenOrCreate));
            }
            catch (IOException) when (TimeProvider.System.GetElapsedTime(started) < LockTimeout)
            {
                // Another process holds it, for as long as writing one file takes.
                await Task.Delay(LockPause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
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
