using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.HttpSignatures.Keys;
using Ocm.Signatures;

namespace Ocm.Client.Signatures;

/// <summary>
/// The ring over <see cref="ISigningKeyStore"/>. It reads the store again at every refresh interval, and then does what is
/// due: makes the first key, makes the next one by schedule, marks keys that another took over from, removes those that
/// nobody needs any more. All nodes do the same, and the store lets exactly one of them win.
/// </summary>
internal sealed class SigningKeyRing : ISigningKeyRing, IDisposable
{
    private readonly IServiceScopeFactory _scopes;
    private readonly SigningKeyMaker _maker;
    private readonly SigningKeyOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ClientLog _log;
    private readonly bool _hasStore;
    private readonly SemaphoreSlim _refreshing = new(1);
    private volatile KeyRingSnapshot? _snapshot;

    public SigningKeyRing(
        IServiceScopeFactory scopes,
        IServiceProviderIsService registered,
        SigningKeyMaker maker,
        IOptions<OcmClientOptions> options,
        TimeProvider timeProvider,
        ClientLog log)
    {
        _scopes = scopes;
        _maker = maker;
        _options = options.Value.SigningKeys;
        _timeProvider = timeProvider;
        _log = log;
        _hasStore = registered.IsService(typeof(ISigningKeyStore));
        _snapshot = _hasStore ? null : KeyRingSnapshot.Empty;
    }

    public ValueTask<SigningKey?> GetActiveKeyAsync(CancellationToken cancellationToken = default)
    {
        var now = _timeProvider.GetUtcNow();
        return _snapshot is { } snapshot && now < snapshot.ReadAgainAt
            ? ValueTask.FromResult(snapshot.FindActive(now)?.Key)
            : RefreshAndFindAsync(cancellationToken);
    }

    public async ValueTask<JsonWebKeySet> GetPublishedKeysAsync(CancellationToken cancellationToken = default) =>
        (await GetSnapshotAsync(cancellationToken).ConfigureAwait(false)).Published;

    public ValueTask<string> RotateAsync(CancellationToken cancellationToken = default) => ChangeAsync(
        async (store, stored) =>
        {
            stored = await AddNextAsync(store, stored, _options.ActivationDelay, cancellationToken).ConfigureAwait(false);
            Publish(stored);
            return stored[^1].KeyId;
        },
        cancellationToken);

    public ValueTask<bool> RevokeAsync(string keyId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyId);
        return ChangeAsync(
            async (store, stored) =>
            {
                if (stored.All(key => key.KeyId != keyId))
                {
                    return false;
                }

                // First the next one, so that no node ever finds a ring without a key.
                if (Publish(stored).FindActive(_timeProvider.GetUtcNow())?.Stored.KeyId == keyId)
                {
                    await AddNextAsync(store, stored, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
                }

                await store.RemoveKeyAsync(keyId, cancellationToken).ConfigureAwait(false);
                _log.KeyRevoked(keyId);
                Publish(await ReadOrCreateAsync(store, cancellationToken).ConfigureAwait(false));
                return true;
            },
            cancellationToken);
    }

    public void Dispose() => _refreshing.Dispose();

    private async ValueTask<SigningKey?> RefreshAndFindAsync(CancellationToken cancellationToken)
    {
        var snapshot = await GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        return snapshot.FindActive(_timeProvider.GetUtcNow())?.Key;
    }

    private async ValueTask<KeyRingSnapshot> GetSnapshotAsync(CancellationToken cancellationToken)
    {
        if (_snapshot is { } fresh && _timeProvider.GetUtcNow() < fresh.ReadAgainAt)
        {
            return fresh;
        }

        // Whoever comes while somebody reads the store goes on with what is known; only on a new server all must wait.
        if (!await _refreshing.WaitAsync(_snapshot is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
        {
            return _snapshot!;
        }

        try
        {
            return _snapshot is { } renewed && _timeProvider.GetUtcNow() < renewed.ReadAgainAt
                ? renewed
                : await RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private async ValueTask<T> ChangeAsync<T>(
        Func<ISigningKeyStore, IReadOnlyList<StoredSigningKey>, ValueTask<T>> change, CancellationToken cancellationToken)
    {
        if (!_hasStore)
        {
            throw new InvalidOperationException(
                "This product has no signing keys of its own to change. Call AddSigningKeyDirectory, or register an ISigningKeyStore.");
        }

        await _refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var scope = _scopes.CreateAsyncScope();
            await using var _ = scope.ConfigureAwait(false);
            var store = scope.ServiceProvider.GetRequiredService<ISigningKeyStore>();
            return await change(store, await ReadOrCreateAsync(store, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private async ValueTask<KeyRingSnapshot> RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var scope = _scopes.CreateAsyncScope();
            await using var _ = scope.ConfigureAwait(false);
            var store = scope.ServiceProvider.GetRequiredService<ISigningKeyStore>();
            var stored = await ReadOrCreateAsync(store, cancellationToken).ConfigureAwait(false);
            if (_options.RotationInterval is { } interval && stored[^1].CreatedAt + interval <= _timeProvider.GetUtcNow())
            {
                stored = await AddNextAsync(store, stored, _options.ActivationDelay, cancellationToken).ConfigureAwait(false);
            }

            stored = await RetireAsync(store, stored, cancellationToken).ConfigureAwait(false);
            return Publish(stored);
        }
#pragma warning disable CA1031 // A store of the vendor's may throw anything; a key that is known must go on signing.
        catch (Exception e) when (_snapshot is not null && e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            _log.KeyStoreFailed(e.GetType().Name);
            var now = _timeProvider.GetUtcNow();
            return _snapshot = _snapshot.Prolong(now, now + _options.RefreshInterval);
        }
    }

    private async ValueTask<IReadOnlyList<StoredSigningKey>> ReadOrCreateAsync(ISigningKeyStore store, CancellationToken cancellationToken)
    {
        var stored = await store.ListKeysAsync(cancellationToken).ConfigureAwait(false);
        if (stored.Count > 0)
        {
            return stored;
        }

        // The first key signs at once: nobody has cached a set without it.
        await AddAsync(store, _maker.Make(_timeProvider.GetUtcNow()), newestKeyId: null, cancellationToken).ConfigureAwait(false);
        stored = await store.ListKeysAsync(cancellationToken).ConfigureAwait(false);
        return stored.Count > 0
            ? stored
            : throw new InvalidOperationException("The registered ISigningKeyStore neither took a key nor has one.");
    }

    private async ValueTask<IReadOnlyList<StoredSigningKey>> AddNextAsync(
        ISigningKeyStore store, IReadOnlyList<StoredSigningKey> stored, TimeSpan activationDelay, CancellationToken cancellationToken)
    {
        var next = _maker.Make(_timeProvider.GetUtcNow() + activationDelay);
        await AddAsync(store, next, stored[^1].KeyId, cancellationToken).ConfigureAwait(false);
        return await store.ListKeysAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask AddAsync(ISigningKeyStore store, StoredSigningKey key, string? newestKeyId, CancellationToken cancellationToken)
    {
        // False: another node was faster, and its key is as good.
        if (await store.TryAddKeyAsync(key, newestKeyId, cancellationToken).ConfigureAwait(false))
        {
            _log.KeyCreated(key.KeyId, key.ActiveFrom);
        }
    }

    private async ValueTask<IReadOnlyList<StoredSigningKey>> RetireAsync(
        ISigningKeyStore store, IReadOnlyList<StoredSigningKey> stored, CancellationToken cancellationToken)
    {
        var now = _timeProvider.GetUtcNow();
        var kept = new List<StoredSigningKey>(stored.Count);
        for (var i = 0; i < stored.Count; i++)
        {
            var key = stored[i];
            if (key.RetiredAt is null && TakeOver(stored, i, now) is { } successor)
            {
                key = key with { RetiredAt = successor.ActiveFrom };
                await store.RetireKeyAsync(key.KeyId, successor.ActiveFrom, cancellationToken).ConfigureAwait(false);
                _log.KeyRetired(key.KeyId, successor.ActiveFrom);
            }

            // The newest key is never removed, whatever the store says of it: somebody must sign.
            if (key.RetiredAt + _options.RetentionPeriod <= now && i < stored.Count - 1)
            {
                await store.RemoveKeyAsync(key.KeyId, cancellationToken).ConfigureAwait(false);
                _log.KeyRemoved(key.KeyId);
            }
            else
            {
                kept.Add(key);
            }
        }

        return kept;
    }

    /// <summary>The first later key that signs already.</summary>
    private static StoredSigningKey? TakeOver(IReadOnlyList<StoredSigningKey> stored, int index, DateTimeOffset now)
    {
        for (var i = index + 1; i < stored.Count; i++)
        {
            if (stored[i].ActiveFrom <= now)
            {
                return stored[i];
            }
        }

        return null;
    }

    private KeyRingSnapshot Publish(IReadOnlyList<StoredSigningKey> stored)
    {
        var known = _snapshot?.Keys ?? [];
        var keys = ImmutableArray.CreateBuilder<RingKey>(stored.Count);
        foreach (var key in stored)
        {
            var ready = known.FirstOrDefault(k => string.Equals(k.Stored.KeyId, key.KeyId, StringComparison.Ordinal)) is { } parsed
                ? parsed with { Stored = key }
                : SigningKeyMaker.Read(key);
            if (ready is null)
            {
                _log.KeyUnusable(key.KeyId);
            }
            else
            {
                keys.Add(ready);
            }
        }

        var now = _timeProvider.GetUtcNow();
        return _snapshot = new KeyRingSnapshot(keys.DrainToImmutable(), _snapshot, now, now + _options.RefreshInterval);
    }
}
