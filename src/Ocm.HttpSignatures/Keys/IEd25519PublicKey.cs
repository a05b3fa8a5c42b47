namespace Ocm.HttpSignatures.Keys;

/// <summary>A public key inside a provider. Safe for use by several threads.</summary>
internal interface IEd25519PublicKey
{
    /// <summary>Verifies a signature of 64 bytes.</summary>
    bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);
}
