namespace Ocm.Client.Signatures;

/// <summary>A public key in the form of OCM 1.2's discovery documents (<c>publicKey</c>).</summary>
/// <param name="KeyId">The key's id, a URL on its server (<c>keyId</c>).</param>
/// <param name="PublicKeyPem">The SubjectPublicKeyInfo in PEM (<c>publicKeyPem</c>).</param>
public sealed record LegacyPublicKey(string KeyId, string PublicKeyPem);
