namespace Ocm.Signatures;

/// <summary>Keeps this server's signing keys, the same for all of its nodes.</summary>
public interface ISigningKeyStore
{
    /// <summary>All keys that are kept.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The keys, oldest first.</returns>
    ValueTask<IReadOnlyList<StoredSigningKey>> ListKeysAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds a key, if the newest stored key is still the one that the caller saw: so that of several nodes that start or
    /// rotate at once exactly one adds a key.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="newestKeyId">The newest key id that the caller saw; null where there was none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False, with nothing stored, where another key was added in between.</returns>
    ValueTask<bool> TryAddKeyAsync(StoredSigningKey key, string? newestKeyId, CancellationToken cancellationToken = default);

    /// <summary>Marks a key as retired.</summary>
    /// <param name="keyId">The key.</param>
    /// <param name="retiredAt">When another key took over.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is stored; nothing happens where there is no such key.</returns>
    ValueTask RetireKeyAsync(string keyId, DateTimeOffset retiredAt, CancellationToken cancellationToken = default);

    /// <summary>Removes a key that nobody needs any more.</summary>
    /// <param name="keyId">The key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is gone.</returns>
    ValueTask RemoveKeyAsync(string keyId, CancellationToken cancellationToken = default);
}
