namespace Ocm.HttpSignatures.Keys;

/// <summary>A private key inside a provider. Safe for use by several threads.</summary>
internal interface IEd25519PrivateKey
{
    /// <summary>Writes the public key, 32 bytes.</summary>
    void GetPublicKey(Span<byte> destination);

    /// <summary>Writes the signature, 64 bytes.</summary>
    void Sign(ReadOnlySpan<byte> data, Span<byte> destination);
}
