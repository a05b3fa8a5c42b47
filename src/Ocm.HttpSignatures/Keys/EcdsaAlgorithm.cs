using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace Ocm.HttpSignatures.Keys;

/// <summary>ECDSA (RFC 7518, section 3.4): signatures are r and s one after the other, each of the size of the curve's field.</summary>
internal sealed class EcdsaAlgorithm : LocalAlgorithm
{
    private readonly ECCurve _curve;
    private readonly string _curveName;
    private readonly int _size;
    private readonly HashAlgorithmName _hash;

    public EcdsaAlgorithm(string name)
        : base(name) => (_curve, _curveName, _size, _hash, RegistryName) = name switch
        {
            JoseAlgorithms.Es256 => (ECCurve.NamedCurves.nistP256, "P-256", 32, HashAlgorithmName.SHA256, SignatureAlgorithmRegistry.EcdsaP256Sha256),
            JoseAlgorithms.Es384 => (ECCurve.NamedCurves.nistP384, "P-384", 48, HashAlgorithmName.SHA384, SignatureAlgorithmRegistry.EcdsaP384Sha384),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

    public override string? RegistryName { get; }

    public override KeyProblem Examine(JsonWebKey key)
    {
        if (key.KeyType is not "EC" || !string.Equals(key.Curve, _curveName, StringComparison.Ordinal))
        {
            return KeyProblem.AlgorithmMismatch;
        }

        return key.X.Length == _size && key.Y.Length == _size ? KeyProblem.None : KeyProblem.Invalid;
    }

    public override bool TryCreateVerificationKey(JsonWebKey key, [NotNullWhen(true)] out VerificationKey? verificationKey)
    {
        var parameters = new ECParameters { Curve = _curve, Q = new ECPoint { X = key.X.ToArray(), Y = key.Y.ToArray() } };
        verificationKey = KeyPool<ECDsa>.TryCreate(() => ECDsa.Create(parameters), out var pool)
            ? new PublicKey(key, this, pool)
            : null;
        return verificationKey is not null;
    }

    public override LocalPrivateKey Generate()
    {
        using var key = ECDsa.Create(_curve);
        return new PrivateKey(this, key.ExportParameters(includePrivateParameters: true));
    }

    public override LocalPrivateKey ImportPkcs8(ReadOnlySpan<byte> pkcs8)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out var read);
        ThrowUnlessWhole(pkcs8, read);
        return new PrivateKey(this, key.ExportParameters(includePrivateParameters: true));
    }

    public override LocalPrivateKey ImportJson(JsonElement key) => new PrivateKey(this, new ECParameters
    {
        Curve = _curve,
        Q = new ECPoint { X = LocalPrivateKey.ReadBytes(key, "x"), Y = LocalPrivateKey.ReadBytes(key, "y") },
        D = LocalPrivateKey.ReadBytes(key, "d"),
    });

    private sealed class PublicKey(JsonWebKey key, EcdsaAlgorithm algorithm, KeyPool<ECDsa> pool) : VerificationKey(key, algorithm)
    {
        public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            if (signature.Length != 2 * algorithm._size)
            {
                return false;
            }

            var ecdsa = pool.Rent();
            try
            {
                return ecdsa.VerifyData(data, signature, algorithm._hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            }
            catch (CryptographicException)
            {
                return false;
            }
            finally
            {
                pool.Return(ecdsa);
            }
        }
    }

    private sealed class PrivateKey : LocalPrivateKey
    {
        private readonly EcdsaAlgorithm _algorithm;
        private readonly ECParameters _parameters;
        private readonly KeyPool<ECDsa> _pool;

        public PrivateKey(EcdsaAlgorithm algorithm, ECParameters parameters)
        {
            // Whatever curve an imported key names: it is taken for one of ours, or it is no key.
            parameters.Curve = algorithm._curve;
            _algorithm = algorithm;
            _parameters = parameters;
            if (parameters.Q.X!.Length != algorithm._size || !KeyPool<ECDsa>.TryCreate(() => ECDsa.Create(parameters), out var pool))
            {
                throw new CryptographicException("The private key is not one of the algorithm's curve.");
            }

            _pool = pool;
        }

        public override JsonWebKey ToPublicKey(string keyId, string algorithm) => new()
        {
            KeyType = "EC",
            Curve = _algorithm._curveName,
            KeyId = keyId,
            Algorithm = algorithm,
            X = _parameters.Q.X,
            Y = _parameters.Q.Y,
        };

        public override byte[] Sign(ReadOnlySpan<byte> data)
        {
            var ecdsa = _pool.Rent();
            try
            {
                return ecdsa.SignData(data, _algorithm._hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            }
            finally
            {
                _pool.Return(ecdsa);
            }
        }

        public override byte[] ExportPkcs8()
        {
            using var key = ECDsa.Create(_parameters);
            return key.ExportPkcs8PrivateKey();
        }

        public override void WritePrivateMembers(Utf8JsonWriter writer) => WriteBytes(writer, "d", _parameters.D);
    }
}
