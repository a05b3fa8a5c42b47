using Ocm.HttpSignatures.Keys;
using Ocm.Signatures;

namespace Ocm.Client.Signatures;

/// <summary>A stored key, ready to sign.</summary>
/// <param name="Stored">The key as the store keeps it.</param>
/// <param name="Key">The key.</param>
internal sealed record RingKey(StoredSigningKey Stored, SigningKey Key);
