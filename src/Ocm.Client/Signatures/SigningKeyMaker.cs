using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Ocm.HttpSignatures.Keys;
using Ocm.Signatures;
using Ocm.Tokens;

namespace Ocm.Client.Signatures;

/// <summary>Makes signing keys and reads stored ones.</summary>
internal sealed class SigningKeyMaker(IOptions<OcmClientOptions> options, TimeProvider timeProvider)
{
    private const string NameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int RandomCharacters = 8;

    /// <summary>A new key, named so that its id is this server's and never used again: <c>{PublicOrigin}/ocm#date-random</c>.</summary>
    /// <param name="activeFrom">From when on it signs.</param>
    internal StoredSigningKey Make(DateTimeOffset activeFrom)
    {
        var settings = options.Value;
        var origin = settings.PublicOrigin ?? throw new InvalidOperationException(
            "OcmClientOptions.PublicOrigin is not set; signing keys are named after it. Set it to the origin that other servers see, such as https://cloud.example.org.");
        var now = timeProvider.GetUtcNow();
        var keyId = string.Create(
            CultureInfo.InvariantCulture,
            $"{origin.TrimEnd('/')}/ocm#{now:yyyyMMdd}-{RandomNumberGenerator.GetString(NameCharacters, RandomCharacters)}");
        var json = LocalSigningKey.Generate(keyId, settings.SigningKeys.Algorithm).ExportJson();
        try
        {
            return new StoredSigningKey
            {
                KeyId = keyId,
                Algorithm = settings.SigningKeys.Algorithm,
                PrivateJwk = new SecretString(Encoding.UTF8.GetString(json)),
                CreatedAt = now,
                ActiveFrom = activeFrom,
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
        }
    }

    /// <summary>A stored key, ready to sign; null where it cannot be used on this platform, or is none.</summary>
    internal static RingKey? Read(StoredSigningKey stored)
    {
        var json = Encoding.UTF8.GetBytes(stored.PrivateJwk.Reveal());
        try
        {
            var key = LocalSigningKey.ImportJson(json);
            return string.Equals(key.KeyId, stored.KeyId, StringComparison.Ordinal) ? new RingKey(stored, key) : null;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
        }
    }
}
