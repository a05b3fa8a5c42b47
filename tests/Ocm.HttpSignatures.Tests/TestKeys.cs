using System.Collections.Concurrent;
using System.Security.Cryptography;
using Ocm.HttpSignatures.Keys;

namespace Ocm.HttpSignatures.Tests;

/// <summary>One key for each algorithm, made once: RSA keys take long.</summary>
internal static class TestKeys
{
    public const string KeyId = "https://sender.example.org/ocm#key1";

    private static readonly ConcurrentDictionary<string, Lazy<LocalSigningKey>> Made = new(StringComparer.Ordinal);

    private static readonly Lazy<byte[]> Rsa = new(() =>
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKey();
    });

    /// <summary>All built-in algorithms.</summary>
    public static readonly string[] Algorithms =
    [
        JoseAlgorithms.Ed25519, JoseAlgorithms.EdDsa, JoseAlgorithms.Es256, JoseAlgorithms.Es384,
        JoseAlgorithms.Rs256, JoseAlgorithms.Rs384, JoseAlgorithms.Rs512,
        JoseAlgorithms.Ps256, JoseAlgorithms.Ps384, JoseAlgorithms.Ps512,
        JoseAlgorithms.MLDsa44, JoseAlgorithms.MLDsa65, JoseAlgorithms.MLDsa87,
    ];

    /// <summary>The key of an algorithm; the test is skipped where the platform lacks it.</summary>
    public static LocalSigningKey Get(string algorithm)
    {
        Assert.That(HttpSignatureAlgorithms.Default.TryGet(algorithm, out var found), Is.True);
        if (!found!.IsSupported)
        {
            Assert.Ignore($"{algorithm} is not available on this platform: unproven here.");
        }

        return Made.GetOrAdd(algorithm, name => new Lazy<LocalSigningKey>(() => Make(name))).Value;
    }

    private static LocalSigningKey Make(string algorithm) => algorithm[..2] is "RS" or "PS"
        ? LocalSigningKey.ImportPkcs8(KeyId, algorithm, Rsa.Value)
        : LocalSigningKey.Generate(KeyId, algorithm);

    /// <summary>The public part, ready to verify.</summary>
    public static VerificationKey Verifier(SigningKey key)
    {
        Assert.That(VerificationKey.TryCreate(key.PublicKey, out var verificationKey, out var problem), Is.True, problem.ToString());
        return verificationKey!;
    }
}
