using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Ocm.Stores.Sql;

/// <summary>
/// Index keys of a fixed length for text that other servers choose: an identifier may have 3 KB, more than an index row of
/// PostgreSQL can hold.
/// </summary>
internal static class SqlKey
{
    /// <summary>base64url of SHA-256 over the parts, each with its length, so that no two lists of parts have the same key.</summary>
    /// <returns>43 characters.</returns>
    internal static string Of(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BitConverter.TryWriteBytes(length, bytes.Length);
            if (!BitConverter.IsLittleEndian)
            {
                length.Reverse();
            }

            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Base64Url.EncodeToString(hash.GetHashAndReset());
    }
}
