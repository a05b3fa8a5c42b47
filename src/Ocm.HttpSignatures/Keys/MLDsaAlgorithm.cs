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
        try
        {
            verificationKey = new PublicKey(key, this, MLDsa.ImportMLDsaPublicKey(_set.Algorithm(), key.PublicBytes.Span));
            return true;
        }
        catch (CryptographicException)
        {
            verificationKey = null;
            return false;
        }
    }

    public override LocalPrivateKey Generate() => new PrivateKey(MLDsa.GenerateKey(_set.Algorithm()));

    public override LocalPrivateKey ImportPkcs8(ReadOnlySpan<byte> pkcs8)
    {
        var key = MLDsa.ImportPkcs8PrivateKey(pkcs8);
        if (!string.Equals(key.Algorithm.Name, Name, StringComparison.Ordinal))
        {
            key.Dispose();
            throw new CryptographicException("The private key is of another parameter set.");
        }

        return new PrivateKey(key);
    }

    public override LocalPrivateKey ImportJson(JsonElement key) =>
        new PrivateKey(MLDsa.ImportMLDsaPrivateSeed(_set.Algorithm(), LocalPrivateKey.ReadBytes(key, "priv")));

    /// <summary>Sizes in bytes, and the BCL's name, which may only be asked for where ML-DSA is supported.</summary>
    private sealed record MLDsaParameterSet(int PublicKeySize, int SignatureSize, Func<System.Security.Cryptography.MLDsaAlgorithm> Algorithm);

    private sealed class PublicKey(JsonWebKey key, MLDsaAlgorithm algorithm, MLDsa native) : VerificationKey(key, algorithm)
    {
        public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
            signature.Length == algorithm._set.SignatureSize && native.VerifyData(data, signature);
    }

    private sealed class PrivateKey(MLDsa native) : LocalPrivateKey
    {
        public override JsonWebKey ToPublicKey(string keyId, string algorithm) => new()
        {
            KeyType = "AKP",
            KeyId = keyId,
            Algorithm = algorithm,
            PublicBytes = native.ExportMLDsaPublicKey(),
        };

        public override byte[] Sign(ReadOnlySpan<byte> data)
        {
            var signature = new byte[native.Algorithm.SignatureSizeInBytes];
            native.SignData(data, signature);
            return signature;
        }

        public override byte[] ExportPkcs8() => native.ExportPkcs8PrivateKey();

        public override void WritePrivateMembers(Utf8JsonWriter writer)
        {
            Span<byte> seed = stackalloc byte[SeedSize];
            native.ExportMLDsaPrivateSeed(seed);
            WriteBytes(writer, "priv", seed);
            CryptographicOperations.ZeroMemory(seed);
        }
    }
}
