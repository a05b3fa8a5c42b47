namespace Ocm.HttpSignatures.Keys;

/// <summary>An implementation of Ed25519. Which encodings are accepted is not its business: <see cref="Ed25519Encoding"/> decides that before.</summary>
internal interface IEd25519Provider
{
    string Name { get; }

    /// <summary>Makes a public key of 32 bytes ready for use.</summary>
    IEd25519PublicKey ImportPublicKey(ReadOnlySpan<byte> publicKey);

    /// <summary>Makes a private key, a seed of 32 bytes, ready for use.</summary>
    IEd25519PrivateKey ImportPrivateKey(ReadOnlySpan<byte> seed);
}
