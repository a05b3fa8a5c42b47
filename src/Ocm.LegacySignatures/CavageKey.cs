using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Ocm.Client;
using Ocm.HttpSignatures.Keys;
using Ocm.Signatures;
using Ocm.Tokens;

namespace Ocm.LegacySignatures;

/// <summary>
/// This server's RSA key. One for good: the servers that know this scheme remember the first key of a host, and take a new one
/// for an attack.
/// </summary>
internal sealed class CavageKey(ISigningKeyStore store, IOptions<OcmClientOptions> options, TimeProvider timeProvider) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1);
    private volatile SigningKey? _key;

    /// <summary>The key; made and stored where there is none.</summary>
    internal async ValueTask<SigningKey> GetAsync(CancellationToken cancellationToken)
    {
        if (_key is { } known)
        {
            return known;
        }

        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _key ??= await FindOrCreateAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async ValueTask<SigningKey> FindOrCreateAsync(CancellationToken cancellationToken)
    {
        var origin = options.Value.PublicOrigin ?? throw new InvalidOperationException(
            "OcmServerOptions.PublicOrigin is not set; the key of older signatures is named after it.");

        // The name that Nextcloud gives to its own.
        var keyId = $"{origin.TrimEnd('/')}/ocm#signature";
        var stored = await store.ListKeysAsync(cancellationToken).ConfigureAwait(false);
        if (stored.LastOrDefault(key => key.KeyId == keyId) is not { } found)
        {
            // Whoever of several nodes is first, all use what is stored then.
            await store.TryAddKeyAsync(Make(keyId), stored.Count == 0 ? null : stored[^1].KeyId, cancellationToken).ConfigureAwait(false);
            stored = await store.ListKeysAsync(cancellationToken).ConfigureAwait(false);
            found = stored.LastOrDefault(key => key.KeyId == keyId) ?? throw new InvalidOperationException(
                "The key store of AddCavageSignatures neither took a key nor has one.");
        }

        return Read(found);
    }

    private StoredSigningKey Make(string keyId)
    {
        var json = LocalSigningKey.Generate(keyId, JoseAlgorithms.Rs512).ExportJson();
        try
        {
            var now = timeProvider.GetUtcNow();
            return new StoredSigningKey
            {
                KeyId = keyId,
                Algorithm = JoseAlgorithms.Rs512,
                PrivateJwk = new SecretString(Encoding.UTF8.GetString(json)),
                CreatedAt = now,
                ActiveFrom = now,
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
        }
    }

    private static LocalSigningKey Read(StoredSigningKey stored)
    {
        var json = Encoding.UTF8.GetBytes(stored.PrivateJwk.Reveal());
        try
        {
            var key = LocalSigningKey.ImportJson(json);
            return key.Algorithm.Name == JoseAlgorithms.Rs512
                ? key
                : throw new InvalidOperationException("The key store of AddCavageSignatures holds another key than one of RSA. Give it a store of its own.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
        }
    }
}
