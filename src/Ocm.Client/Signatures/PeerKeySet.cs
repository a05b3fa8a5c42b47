using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Client.Signatures;

/// <summary>
/// The usable keys of another server. A key is made ready when it is first asked for, and then kept: that costs as much as
/// a verification, and a set may hold keys that never sign.
/// </summary>
internal sealed class PeerKeySet
{
    private readonly HttpSignatureAlgorithms _algorithms;
    private readonly FrozenDictionary<string, Lazy<VerificationKey?>> _keys;

    internal PeerKeySet(JsonWebKeySet set, HttpSignatureAlgorithms algorithms)
    {
        _algorithms = algorithms;
        Published = set;
        _keys = set.Keys.ToFrozenDictionary(key => key.KeyId!, key => new Lazy<VerificationKey?>(() => Prepare(key)), StringComparer.Ordinal);
    }

    /// <summary>The keys as they are published, without those that cannot be used.</summary>
    internal JsonWebKeySet Published { get; }

    /// <summary>Finds a key that can verify.</summary>
    internal bool TryGet(string keyId, [NotNullWhen(true)] out VerificationKey? key)
    {
        key = _keys.GetValueOrDefault(keyId)?.Value;
        return key is not null;
    }

    private VerificationKey? Prepare(JsonWebKey key) => VerificationKey.TryCreate(key, out var ready, out _, _algorithms) ? ready : null;
}
