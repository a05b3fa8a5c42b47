using Ocm.Signatures;

namespace Ocm.Server.InMemory;

/// <summary>Signing keys in this process's memory: other servers see new keys after each restart.</summary>
internal sealed class InMemorySigningKeyStore : ISigningKeyStore
{
    private readonly Lock _lock = new();
    private readonly List<StoredSigningKey> _keys = [];

    public ValueTask<IReadOnlyList<StoredSigningKey>> ListKeysAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return new([.. _keys]);
        }
    }

    public ValueTask<bool> TryAddKeyAsync(StoredSigningKey key, string? newestKeyId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_keys.LastOrDefault()?.KeyId != newestKeyId || _keys.Exists(stored => stored.KeyId == key.KeyId))
            {
                return new(false);
            }

            _keys.Add(key);
            return new(true);
        }
    }

    public ValueTask RetireKeyAsync(string keyId, DateTimeOffset retiredAt, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var index = _keys.FindIndex(key => key.KeyId == keyId);
            if (index >= 0)
            {
                _keys[index] = _keys[index] with { RetiredAt = retiredAt };
            }

            return default;
        }
    }

    public ValueTask RemoveKeyAsync(string keyId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _keys.RemoveAll(key => key.KeyId == keyId);
            return default;
        }
    }
}
