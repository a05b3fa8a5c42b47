using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Ocm.HttpSignatures.Keys;

/// <summary>
/// Ed25519 in managed code. This is the one file that names BouncyCastle, and it uses only what Portable.BouncyCastle 1.8
/// and BouncyCastle.Cryptography 2 share.
/// </summary>
internal sealed class BouncyCastleEd25519 : IEd25519Provider
{
    public string Name => "BouncyCastle";

    public IEd25519PublicKey ImportPublicKey(ReadOnlySpan<byte> publicKey) => new PublicKey(publicKey.ToArray());

    public IEd25519PrivateKey ImportPrivateKey(ReadOnlySpan<byte> seed) => new PrivateKey(seed.ToArray());

    private sealed class PublicKey(byte[] key) : IEd25519PublicKey
    {
        public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
            Ed25519.Verify(signature.ToArray(), 0, key, 0, data.ToArray(), 0, data.Length);
    }

    private sealed class PrivateKey : IEd25519PrivateKey
    {
        private readonly byte[] _seed;
        private readonly byte[] _publicKey = new byte[Ed25519.PublicKeySize];

        public PrivateKey(byte[] seed)
        {
            _seed = seed;
            Ed25519.GeneratePublicKey(seed, 0, _publicKey, 0);
        }

        public void GetPublicKey(Span<byte> destination) => _publicKey.CopyTo(destination);

        public void Sign(ReadOnlySpan<byte> data, Span<byte> destination)
        {
            var signature = new byte[Ed25519.SignatureSize];
            Ed25519.Sign(_seed, 0, _publicKey, 0, data.ToArray(), 0, data.Length, signature, 0);
            signature.CopyTo(destination);
        }
    }
}
