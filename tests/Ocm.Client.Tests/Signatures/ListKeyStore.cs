using Ocm.Signatures;

namespace Ocm.Client.Tests.Signatures;

/// <summary>A key store that several nodes of a test share, and that can fail.</summary>
internal sealed class ListKeyStore : ISigningKeyStore
{
    private readonly Lock _sync = new();
    private readonly List<StoredSigningKey> _keys = [];
    private int _lists;

    public bool IsBroken { get; set; }

    public int Lists => Volatile.Read(ref _lists);

    public IReadOnlyList<StoredSigningKey> Keys
    {
        get
        {
            lock (_sync)
            {
                return [.. _keys];
            }
        }
    }

    public void Put(StoredSigningKey key)
    {
        lock (_sync)
        {
            _keys.Add(key);
        }
    }

    public async ValueTask<IReadOnlyList<StoredSigningKey>> ListKeysAsync(CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _lists);
        await Task.Yield();
        return IsBroken ? throw new IOException("The disk is gone.") : Keys;
    }

    public async ValueTask<bool> TryAddKeyAsync(StoredSigningKey key, string? newestKeyId, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        lock (_sync)
        {
            if (_keys.LastOrDefault()?.KeyId != newestKeyId)
            {
                return false;
            }

            _keys.Add(key);
            return true;
        }
    }

    public ValueTask RetireKeyAsync(string keyId, DateTimeOffset retiredAt, CancellationToken cancellationToken = default)
    {
        lock (_sync)
        {
            var index = _keys.FindIndex(key => key.KeyId == keyId);
            _keys[index] = _keys[index] with { RetiredAt = retiredAt };
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveKeyAsync(string keyId, CancellationToken cancellationToken = default)
    {
        lock (_sync)
        {
            _keys.RemoveAll(key => key.KeyId == keyId);
        }

        return ValueTask.CompletedTask;
    }
}
