using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace Ocm.HttpSignatures.Keys;

/// <summary>Ed25519 (RFC 8032), by its own name or the older EdDSA. <see cref="Ed25519Encoding"/> says which encodings are accepted.</summary>
internal sealed class Ed25519Algorithm(string name, IEd25519Provider provider) : LocalAlgorithm(name)
{
    private const string CurveName = "Ed25519";

    public override string? RegistryName => SignatureAlgorithmRegistry.Ed25519;

    public override KeyProblem Examine(JsonWebKey key)
    {
        if (key is not { KeyType: "OKP", Curve: CurveName })
        {
            return KeyProblem.AlgorithmMismatch;
        }

        return key.X.Length == Ed25519Encoding.KeySize && Ed25519Encoding.IsAcceptablePoint(key.X.Span) ? KeyProblem.None : KeyProblem.Invalid;
    }

    public override bool TryCreateVerificationKey(JsonWebKey key, [NotNullWhen(true)] out VerificationKey? verificationKey)
    {
        verificationKey = Ed25519Encoding.IsAcceptablePublicKey(key.X.Span)
            ? new PublicKey(key, this, provider.ImportPublicKey(key.X.Span))
            : null;
        return verificationKey is not null;
    }

    public override LocalPrivateKey Generate() => new PrivateKey(provider, RandomNumberGenerator.GetBytes(Ed25519Encoding.KeySize));

    public override LocalPrivateKey ImportPkcs8(ReadOnlySpan<byte> pkcs8) => new PrivateKey(provider, Ed25519Pkcs8.Read(pkcs8));

    public override LocalPrivateKey ImportJson(JsonElement key) => new PrivateKey(provider, LocalPrivateKey.ReadBytes(key, "d"));

    private sealed class PublicKey(JsonWebKey key, Ed25519Algorithm algorithm, IEd25519PublicKey native) : VerificationKey(key, algorithm)
    {
        public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
            Ed25519Encoding.IsAcceptableSignature(signature) && native.Verify(data, signature);
    }

    private sealed class PrivateKey : LocalPrivateKey
    {
        private readonly byte[] _seed;
        private readonly byte[] _publicKey = new byte[Ed25519Encoding.KeySize];
        private readonly IEd25519PrivateKey _native;

        public PrivateKey(IEd25519Provider provider, byte[] seed)
        {
            if (seed.Length != Ed25519Encoding.KeySize)
            {
                throw new CryptographicException("A private key of Ed25519 has 32 bytes.");
            }

            _seed = seed;
            _native = provider.ImportPrivateKey(seed);
            _native.GetPublicKey(_publicKey);
        }

        public override JsonWebKey ToPublicKey(string keyId, string algorithm) => new()
        {
            KeyType = "OKP",
            Curve = CurveName,
            KeyId = keyId,
            Algorithm = algorithm,
            X = _publicKey,
        };

        public override byte[] Sign(ReadOnlySpan<byte> data)
        {
            var signature = new byte[Ed25519Encoding.SignatureSize];
            _native.Sign(data, signature);
            return signature;
        }

        public override byte[] ExportPkcs8() => Ed25519Pkcs8.Write(_seed);

        public override void WritePrivateMembers(Utf8JsonWriter writer) => WriteBytes(writer, "d", _seed);
    }
}
