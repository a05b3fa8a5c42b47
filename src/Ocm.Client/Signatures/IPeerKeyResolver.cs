using System.Diagnostics.CodeAnalysis;
using Ocm.Addresses;
using Ocm.Errors;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Client.Signatures;

/// <summary>Finds the key of another server: by its id, in the JWK Set behind that server's discovery and nowhere else (SIG-17).</summary>
public interface IPeerKeyResolver
{
    /// <summary>Finds a key among those that are known already; nothing is fetched.</summary>
    /// <param name="server">The server whose key it must be.</param>
    /// <param name="keyId">The <c>kid</c>, from the signature parameter <c>keyid</c>.</param>
    /// <param name="key">The key, ready to verify.</param>
    /// <returns>Whether it is there. If not, <see cref="ResolveAsync"/> may still find it.</returns>
    bool TryGetCached(OcmHost server, string keyId, [NotNullWhen(true)] out VerificationKey? key);

    /// <summary>
    /// Finds a key. A key id that is not in the cached set fetches the set once more, but no more often than
    /// <see cref="Discovery.PeerCacheOptions.MinRefetchInterval"/> says (SIG-18).
    /// </summary>
    /// <param name="server">The server whose key it must be.</param>
    /// <param name="keyId">The <c>kid</c>, from the signature parameter <c>keyid</c>.</param>
    /// <param name="cancellationToken">Ends the wait of this caller, not the fetch that others wait for too.</param>
    /// <returns>
    /// The key, ready to verify; a failure of kind <see cref="OcmFailureKind.NotFound"/> where the server has no usable key
    /// with that id; any other failure where its keys could not be fetched.
    /// </returns>
    ValueTask<OcmResult<VerificationKey>> ResolveAsync(OcmHost server, string keyId, CancellationToken cancellationToken = default);

    /// <summary>All usable keys of a server as it publishes them, from the cache where they are fresh.</summary>
    /// <param name="server">The server.</param>
    /// <param name="cancellationToken">Ends the wait of this caller, not the fetch that others wait for too.</param>
    /// <returns>The keys; a failure where they could not be fetched. A resolver that keeps no whole sets answers <see cref="OcmFailureKind.NotSupported"/>.</returns>
    ValueTask<OcmResult<JsonWebKeySet>> GetKeySetAsync(OcmHost server, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<OcmResult<JsonWebKeySet>>(new OcmFailure(OcmFailureKind.NotSupported, "This resolver keeps no whole key sets."));
}
