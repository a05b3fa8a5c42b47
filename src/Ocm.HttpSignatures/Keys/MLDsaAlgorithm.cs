#pragma warning disable SYSLIB5006 // ML-DSA's PKCS#8 members are marked experimental; FIPS 204 and RFC 9881 are final.
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace Ocm.HttpSignatures.Keys;

/// <summary>ML-DSA (FIPS 204) as JOSE has it: key type AKP, the private key as its seed. Where the platform lacks it, keys are skipped.</summary>
internal sealed class MLDsaAlgorithm : LocalAlgorithm
{
    private const int SeedSize = 32;

    private readonly MLDsaParameterSet _set;

    public MLDsaAlgorithm(string name)
        : base(name)
    {
        _set = name switch
        {
            JoseAlgorithms.MLDsa44 => new MLDsaParameterSet(1312, 2420, static () => System.Security.Cryptography.MLDsaAlgorithm.MLDsa44),
            JoseAlgorithms.MLDsa65 => new MLDsaParameterSet(1952, 3309, static () => System.Security.Cryptography.MLDsaAlgorithm.MLDsa65),
            JoseAlgorithms.MLDsa87 => new MLDsaParameterSet(2592, 4627, static () => System.Security.Cryptography.MLDsaAlgorithm.MLDsa87),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    public override string? RegistryName => null;

    public override bool IsSupported => MLDsa.IsSupported;

    public override KeyProblem Examine(JsonWebKey key)
    {
        if (key.KeyType is not "AKP")
        {
            return KeyProblem.AlgorithmMismatch;
        }

        return key.PublicBytes.Length == _set.PublicKeySize ? KeyProblem.None : KeyProblem.Invalid;
    }

    public override bool TryCreateVerificationKey(JsonWebKey key, [NotNullWhen(true)] out VerificationKey? verificationKey)
    {
        verificationKey = KeyPool<MLDsa>.TryCreate(() => MLDsa.ImportMLDsaPublicKey(_set.Algorithm(), key.PublicBytes.Span), out var pool)
            ? new PublicKey(key, this, pool)
            : null;
        return verificationKey is not null;
    }

    public override LocalPrivateKey Generate()
    {
        using var key = MLDsa.GenerateKey(_set.Algorithm());
        return new PrivateKey(key);
    }

    public override LocalPrivateKey ImportPkcs8(ReadOnlySpan<byte> pkcs8)
    {
        using var key = MLDsa.ImportPkcs8PrivateKey(pkcs8);
        return string.Equals(key.Algorithm.Name, Name, StringComparison.Ordinal)
            ? new PrivateKey(key)
            : throw new CryptographicException("The private key is of another parameter set.");
    }

    public override LocalPrivateKey ImportJson(JsonElement key)
    {
        using var native = MLDsa.ImportMLDsaPrivateSeed(_set.Algorithm(), LocalPrivateKey.ReadBytes(key, "priv"));
        return new PrivateKey(native);
    }

    /// <summary>Sizes in bytes, and the BCL's name, which may only be asked for where ML-DSA is supported.</summary>
    private sealed record MLDsaParameterSet(int PublicKeySize, int SignatureSize, Func<System.Security.Cryptography.MLDsaAlgorithm> Algorithm);

    private sealed class PublicKey(JsonWebKey key, MLDsaAlgorithm algorithm, KeyPool<MLDsa> pool) : VerificationKey(key, algorithm)
    {
        public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            if (signature.Length != algorithm._set.SignatureSize)
            {
                return false;
            }

            var native = pool.Rent();
            try
            {
                return native.VerifyData(data, signature);
            }
            finally
            {
                pool.Return(native);
            }
        }
    }

    private sealed class PrivateKey : LocalPrivateKey
    {
        private readonly byte[] _publicKey;
        private readonly byte[] _pkcs8;
        private readonly KeyPool<MLDsa> _pool;

        public PrivateKey(MLDsa native)
        {
            _publicKey = native.ExportMLDsaPublicKey();
            _pkcs8 = native.ExportPkcs8PrivateKey();
            _pool = KeyPool<MLDsa>.TryCreate(() => MLDsa.ImportPkcs8PrivateKey(_pkcs8), out var pool)
                ? pool
                : throw new CryptographicException("The platform does not read the private key that it wrote.");
        }

        public override JsonWebKey ToPublicKey(string keyId, string algorithm) => new()
        {
            KeyType = "AKP",
            KeyId = keyId,
            Algorithm = algorithm,
            PublicBytes = _publicKey,
        };

        public override byte[] Sign(ReadOnlySpan<byte> data)
        {
            var native = _pool.Rent();
            try
            {
                var signature = new byte[native.Algorithm.SignatureSizeInBytes];
                native.SignData(data, signature);
                return signature;
            }
            finally
            {
                _pool.Return(native);
            }
        }

        public override byte[] ExportPkcs8() => _pkcs8.AsSpan().ToArray();

        public override void WritePrivateMembers(Utf8JsonWriter writer)
        {
            Span<byte> seed = stackalloc byte[SeedSize];
            var native = _pool.Rent();
            try
            {
                native.ExportMLDsaPrivateSeed(seed);
                WriteBytes(writer, "priv", seed);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(seed);
                _pool.Return(native);
            }
        }
    }
}
