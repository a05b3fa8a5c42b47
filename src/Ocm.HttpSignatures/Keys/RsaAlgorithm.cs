using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace Ocm.HttpSignatures.Keys;

/// <summary>RSA signatures (RFC 7518, sections 3.3 and 3.5). PSS salts are as long as the hash.</summary>
internal sealed class RsaAlgorithm : LocalAlgorithm
{
    private const int MinBits = 2048;
    private const int MaxBits = 8192;
    private const int NewKeyBits = 3072;
    private const int MaxExponentBytes = 4;

    private readonly HashAlgorithmName _hash;
    private readonly RSASignaturePadding _padding;

    public RsaAlgorithm(string name)
        : base(name)
    {
        (_hash, _padding) = name switch
        {
            JoseAlgorithms.Rs256 => (HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            JoseAlgorithms.Rs384 => (HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            JoseAlgorithms.Rs512 => (HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            JoseAlgorithms.Ps256 => (HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            JoseAlgorithms.Ps384 => (HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
            JoseAlgorithms.Ps512 => (HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        RegistryName = name switch
        {
            JoseAlgorithms.Rs256 => SignatureAlgorithmRegistry.RsaV15Sha256,
            JoseAlgorithms.Ps512 => SignatureAlgorithmRegistry.RsaPssSha512,
            _ => null,
        };
    }

    public override string? RegistryName { get; }

    public override KeyProblem Examine(JsonWebKey key) =>
        key.KeyType is "RSA" ? ExamineNumbers(key.Modulus.Span, key.Exponent.Span) : KeyProblem.AlgorithmMismatch;

    public override bool TryCreateVerificationKey(JsonWebKey key, [NotNullWhen(true)] out VerificationKey? verificationKey)
    {
        var parameters = new RSAParameters
        {
            Modulus = WithoutLeadingZeros(key.Modulus.Span).ToArray(),
            Exponent = WithoutLeadingZeros(key.Exponent.Span).ToArray(),
        };
        verificationKey = KeyPool<RSA>.TryCreate(() => RSA.Create(parameters), out var pool)
            ? new PublicKey(key, this, pool, parameters.Modulus.Length)
            : null;
        return verificationKey is not null;
    }

    public override LocalPrivateKey Generate()
    {
        using var key = RSA.Create(NewKeyBits);
        return new PrivateKey(this, key.ExportParameters(includePrivateParameters: true));
    }

    public override LocalPrivateKey ImportPkcs8(ReadOnlySpan<byte> pkcs8)
    {
        using var key = RSA.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out var read);
        ThrowUnlessWhole(pkcs8, read);
        return new PrivateKey(this, key.ExportParameters(includePrivateParameters: true));
    }

    public override LocalPrivateKey ImportJson(JsonElement key)
    {
        var modulus = WithoutLeadingZeros(LocalPrivateKey.ReadBytes(key, "n")).ToArray();
        var half = (modulus.Length + 1) / 2;
        return new PrivateKey(this, new RSAParameters
        {
            Modulus = modulus,
            Exponent = WithoutLeadingZeros(LocalPrivateKey.ReadBytes(key, "e")).ToArray(),
            D = ReadNumber(key, "d", modulus.Length),
            P = ReadNumber(key, "p", half),
            Q = ReadNumber(key, "q", half),
            DP = ReadNumber(key, "dp", half),
            DQ = ReadNumber(key, "dq", half),
            InverseQ = ReadNumber(key, "qi", half),
        });
    }

    /// <summary>Reads a number, which JSON has without leading zeros and the BCL wants with them.</summary>
    private static byte[] ReadNumber(JsonElement key, string name, int size)
    {
        var number = WithoutLeadingZeros(LocalPrivateKey.ReadBytes(key, name));
        if (number.Length > size)
        {
            throw new CryptographicException("The private key's primes are of different sizes, which this platform does not take.");
        }

        var padded = new byte[size];
        number.CopyTo(padded.AsSpan(size - number.Length));
        return padded;
    }

    private static KeyProblem ExamineNumbers(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        var n = WithoutLeadingZeros(modulus);
        var e = WithoutLeadingZeros(exponent);
        if (n.IsEmpty || e.IsEmpty || e.Length > MaxExponentBytes || (n[^1] & 1) == 0 || (e[^1] & 1) == 0)
        {
            return KeyProblem.Invalid;
        }

        var bits = (n.Length * 8) - byte.LeadingZeroCount(n[0]);
        return bits switch
        {
            < MinBits => KeyProblem.Weak,
            > MaxBits => KeyProblem.Invalid,
            _ => e is [1] ? KeyProblem.Weak : KeyProblem.None,
        };
    }

    private static ReadOnlySpan<byte> WithoutLeadingZeros(ReadOnlySpan<byte> number) => number.TrimStart((byte)0);

    private sealed class PublicKey(JsonWebKey key, RsaAlgorithm algorithm, KeyPool<RSA> pool, int size) : VerificationKey(key, algorithm)
    {
        public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            if (signature.Length != size)
            {
                return false;
            }

            var rsa = pool.Rent();
            try
            {
                return rsa.VerifyData(data, signature, algorithm._hash, algorithm._padding);
            }
            catch (CryptographicException)
            {
                return false;
            }
            finally
            {
                pool.Return(rsa);
            }
        }
    }

    private sealed class PrivateKey : LocalPrivateKey
    {
        private readonly RsaAlgorithm _algorithm;
        private readonly RSAParameters _parameters;
        private readonly KeyPool<RSA> _pool;

        public PrivateKey(RsaAlgorithm algorithm, RSAParameters parameters)
        {
            _algorithm = algorithm;
            _parameters = parameters;
            if (ExamineNumbers(parameters.Modulus, parameters.Exponent) != KeyProblem.None
                || !KeyPool<RSA>.TryCreate(() => RSA.Create(parameters), out var pool))
            {
                throw new CryptographicException("The private key is no RSA key of 2048 to 8192 bits.");
            }

            _pool = pool;
        }

        public override JsonWebKey ToPublicKey(string keyId, string algorithm) => new()
        {
            KeyType = "RSA",
            KeyId = keyId,
            Algorithm = algorithm,
            Modulus = _parameters.Modulus,
            Exponent = _parameters.Exponent,
        };

        public override byte[] Sign(ReadOnlySpan<byte> data)
        {
            var rsa = _pool.Rent();
            try
            {
                return rsa.SignData(data, _algorithm._hash, _algorithm._padding);
            }
            finally
            {
                _pool.Return(rsa);
            }
        }

        public override byte[] ExportPkcs8()
        {
            using var key = RSA.Create(_parameters);
            return key.ExportPkcs8PrivateKey();
        }

        public override void WritePrivateMembers(Utf8JsonWriter writer)
        {
            WriteBytes(writer, "d", WithoutLeadingZeros(_parameters.D));
            WriteBytes(writer, "p", WithoutLeadingZeros(_parameters.P));
            WriteBytes(writer, "q", WithoutLeadingZeros(_parameters.Q));
            WriteBytes(writer, "dp", WithoutLeadingZeros(_parameters.DP));
            WriteBytes(writer, "dq", WithoutLeadingZeros(_parameters.DQ));
            WriteBytes(writer, "qi", WithoutLeadingZeros(_parameters.InverseQ));
        }
    }
}
