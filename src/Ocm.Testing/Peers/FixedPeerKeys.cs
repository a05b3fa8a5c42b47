using System.Diagnostics.CodeAnalysis;
using Ocm.Addresses;
using Ocm.Client.Signatures;
using Ocm.Errors;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Testing.Peers;

/// <summary>The keys of one server, known beforehand.</summary>
internal sealed class FixedPeerKeys(OcmHost server, JsonWebKeySet keys) : IPeerKeyResolver
{
    public bool TryGetCached(OcmHost other, string keyId, [NotNullWhen(true)] out VerificationKey? key)
    {
        key = null;
        return other == server && keys.TryGetKey(keyId, out var found) && VerificationKey.TryCreate(found, out key, out _);
    }

    public ValueTask<OcmResult<VerificationKey>> ResolveAsync(OcmHost other, string keyId, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<OcmResult<VerificationKey>>(TryGetCached(other, keyId, out var key)
            ? key
            : new OcmFailure(OcmFailureKind.NotFound, "The caller has no such key."));
}
