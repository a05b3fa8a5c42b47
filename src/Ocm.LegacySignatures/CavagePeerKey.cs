using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Ocm.Addresses;
using Ocm.Client.Discovery;
using Ocm.Client.Signatures;
using Ocm.Discovery;
using Ocm.HttpSignatures.Keys;

namespace Ocm.LegacySignatures;

/// <summary>The <c>publicKey</c> of another server's discovery document (OCM 1.2).</summary>
internal sealed class CavagePeerKey
{
    private const int MaxPemLength = 8192;

    // Parsed once for a document, and forgotten with it.
    private static readonly ConditionalWeakTable<DiscoveryDocument, CavagePeerKey> Known = [];

    private readonly Lazy<VerificationKey?> _sha256;
    private readonly Lazy<VerificationKey?> _sha512;

    private CavagePeerKey(string keyId, RSAParameters numbers)
    {
        KeyId = keyId;
        _sha256 = new(() => Prepare(JoseAlgorithms.Rs256));
        _sha512 = new(() => Prepare(JoseAlgorithms.Rs512));

        VerificationKey? Prepare(string algorithm) => VerificationKey.TryCreate(
            new JsonWebKey { KeyType = "RSA", KeyId = keyId, Algorithm = algorithm, Modulus = numbers.Modulus, Exponent = numbers.Exponent }, out var key, out _)
            ? key
            : null;
    }

    internal string KeyId { get; }

    /// <summary>The key for RSA with SHA-256; null where it is too weak.</summary>
    internal VerificationKey? ForSha256 => _sha256.Value;

    /// <summary>The key for RSA with SHA-512; null where it is too weak.</summary>
    internal VerificationKey? ForSha512 => _sha512.Value;

    /// <summary>The key of a server; null where its document has none, or one whose id is on another host.</summary>
    internal static CavagePeerKey? Of(DiscoveredServer server)
    {
        if (Known.TryGetValue(server.Document, out var known))
        {
            return known;
        }

        if (Read(server) is not { } key)
        {
            return null;
        }

        Known.AddOrUpdate(server.Document, key);
        return key;
    }

    /// <summary>The public key in PEM, as it is published.</summary>
    internal static LegacyPublicKey Publish(JsonWebKey key)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = key.Modulus.ToArray(), Exponent = key.Exponent.ToArray() });
        return new LegacyPublicKey(key.KeyId!, rsa.ExportSubjectPublicKeyInfoPem() + "\n");
    }

    private static CavagePeerKey? Read(DiscoveredServer server)
    {
        if (server.Document.AdditionalMembers?.TryGetValue("publicKey", out var member) != true || member.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        // The text of OCM 1.2 says keyId, some of its examples id.
        var keyId = Text(member, "keyId") ?? Text(member, "id");
        return keyId is not null && IsOn(server.Host, keyId) && Text(member, "publicKeyPem") is { Length: <= MaxPemLength } pem && Import(pem) is { } numbers
            ? new CavagePeerKey(keyId, numbers)
            : null;
    }

    private static bool IsOn(OcmHost host, string keyId) =>
        Uri.TryCreate(keyId, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && OcmHost.TryParse(string.Create(CultureInfo.InvariantCulture, $"{uri.Host}:{uri.Port}"), out var named)
        && named == host;

    private static RSAParameters? Import(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] is not ("PUBLIC KEY" or "RSA PUBLIC KEY"))
        {
            return null;
        }

        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem.AsSpan()[fields.Location]);
            return rsa.ExportParameters(includePrivateParameters: false);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement value, string name)
    {
        try
        {
            return value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }
}
