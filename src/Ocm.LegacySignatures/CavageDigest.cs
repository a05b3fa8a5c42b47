using System.Security.Cryptography;

namespace Ocm.LegacySignatures;

/// <summary>The field <c>Digest</c> (RFC 3230, RFC 5843) with SHA-256 and SHA-512.</summary>
internal static class CavageDigest
{
    private const string Sha256 = "SHA-256";
    private const string Sha512 = "SHA-512";

    internal static string Create(ReadOnlySpan<byte> body) => $"{Sha512}={Convert.ToBase64String(SHA512.HashData(body))}";

    /// <summary>Whether at least one known digest is there, and all known ones are the body's.</summary>
    internal static bool IsOf(string? field, ReadOnlySpan<byte> body)
    {
        var known = 0;
        foreach (var part in (field ?? string.Empty).Split(','))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                return false;
            }

            var name = part[..equals].Trim(' ');
            var expected = name.Equals(Sha256, StringComparison.OrdinalIgnoreCase) ? SHA256.HashData(body)
                : name.Equals(Sha512, StringComparison.OrdinalIgnoreCase) ? SHA512.HashData(body)
                : null;
            if (expected is null)
            {
                continue;
            }

            if (part[(equals + 1)..].Trim(' ') != Convert.ToBase64String(expected))
            {
                return false;
            }

            known++;
        }

        return known > 0;
    }
}
