using Ocm.HttpSignatures.Keys;

namespace Ocm.Client.Signatures;

/// <summary>
/// This server's own signing keys: the one that signs now, and all that other servers must know. The built-in ring works
/// on the registered <see cref="Ocm.Signatures.ISigningKeyStore"/>; replace it to sign with a hardware module or key service.
/// </summary>
public interface ISigningKeyRing
{
    /// <summary>The key that signs now. The first call on a new server makes the first key.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The key; null where this product has no keys and so cannot sign.</returns>
    ValueTask<SigningKey?> GetActiveKeyAsync(CancellationToken cancellationToken = default);

    /// <summary>The public keys as they are published at <c>jwksUri</c>: the active one, the next ones, and those that signed lately.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The set; empty where this product has no keys. The same object until something changes.</returns>
    ValueTask<JsonWebKeySet> GetPublishedKeysAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a new key. It is published at once, signs after <see cref="SigningKeyOptions.ActivationDelay"/>, and the key
    /// that signed so far stays published for <see cref="SigningKeyOptions.RetentionPeriod"/> from then on.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The newest key's id; where another node made a key at the same time, that one's.</returns>
    /// <exception cref="InvalidOperationException">This product has no keys.</exception>
    ValueTask<string> RotateAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Withdraws a key that somebody else may have: it is no longer published and never signs again, and where it was the
    /// active one, a new key signs at once. Other nodes follow at their next <see cref="SigningKeyOptions.RefreshInterval"/>;
    /// other servers may take the old key for as long as they cache this server's JWK Set, and may refuse the new one until then.
    /// </summary>
    /// <param name="keyId">The key.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there was such a key.</returns>
    /// <exception cref="InvalidOperationException">This product has no keys.</exception>
    ValueTask<bool> RevokeAsync(string keyId, CancellationToken cancellationToken = default);
}
