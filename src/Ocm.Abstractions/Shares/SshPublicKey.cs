using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Ocm.Shares;

/// <summary>
/// A public key in OpenSSH's one-line form, as recipients send it for SSH shares (draft: Share Creation Notification, Response).
/// What comes from another server becomes a line of an <c>authorized_keys</c> file, so nothing but type and key is kept: no
/// options, no comment, no further line.
/// </summary>
public sealed record SshPublicKey
{
    private const int MaxLength = 16 * 1024;
    private const int MinRsaBits = 2048;

    // Neither DSA nor certificates: the latter would bring options of their own.
    private static readonly string[] Types =
    [
        "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa",
        "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
    ];

    private SshPublicKey(string type, byte[] key)
    {
        Type = type;
        Encoded = Convert.ToBase64String(key);
        Fingerprint = $"SHA256:{Convert.ToBase64String(SHA256.HashData(key)).TrimEnd('=')}";
    }

    /// <summary>The key's type, such as <c>ssh-ed25519</c>.</summary>
    public string Type { get; }

    /// <summary>The key in base64.</summary>
    public string Encoded { get; }

    /// <summary>The fingerprint as OpenSSH shows it: <c>SHA256:</c> and base64.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads a key.</summary>
    /// <param name="text">One line: type, key in base64 and perhaps a comment, which is dropped. Options in front are refused.</param>
    /// <param name="key">The key.</param>
    /// <returns>
    /// Whether the text is a key of a type that OpenSSH accepts today: Ed25519, ECDSA, their hardware variants, and RSA of 2048
    /// bits and more.
    /// </returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SshPublicKey? key)
    {
        key = null;
        if (text is not { Length: > 0 and <= MaxLength } || text.AsSpan().IndexOfAnyInRange('\0', '\x1F') >= 0)
        {
            return false;
        }

        var parts = text.Trim(' ').Split(' ', 3);
        if (parts.Length < 2 || !Types.Contains(parts[0], StringComparer.Ordinal))
        {
            return false;
        }

        var blob = new byte[parts[1].Length];
        if (!Convert.TryFromBase64String(parts[1], blob, out var length) || !IsKey(blob.AsSpan(0, length), parts[0]))
        {
            return false;
        }

        key = new SshPublicKey(parts[0], blob[..length]);
        return true;
    }

    /// <summary>Type and key, as they stand in an <c>authorized_keys</c> file.</summary>
    /// <returns>One line without a comment.</returns>
    public override string ToString() => $"{Type} {Encoded}";

    // RFC 4253, Section 6.6: fields with their lengths in front, of which the first repeats the type.
    private static bool IsKey(ReadOnlySpan<byte> blob, string type) =>
        Split(blob) is { } fields && fields.Count > 1 && fields[0].AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(type)) && type switch
        {
            "ssh-ed25519" => fields is [_, { Length: 32 }],
            "sk-ssh-ed25519@openssh.com" => fields is [_, { Length: 32 }, _],
            "ssh-rsa" => fields is [_, _, var modulus] && modulus.AsSpan().TrimStart((byte)0).Length * 8 >= MinRsaBits,
            "ecdsa-sha2-nistp256" => fields is [_, var curve, var point] && IsPoint(curve, point, "nistp256", 32),
            "ecdsa-sha2-nistp384" => fields is [_, var curve, var point] && IsPoint(curve, point, "nistp384", 48),
            "ecdsa-sha2-nistp521" => fields is [_, var curve, var point] && IsPoint(curve, point, "nistp521", 66),
            _ => fields is [_, var curve, var point, _] && IsPoint(curve, point, "nistp256", 32),
        };

    private static bool IsPoint(byte[] curve, byte[] point, string expected, int size) =>
        curve.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(expected)) && point.Length == (2 * size) + 1 && point[0] == 4;

    private static List<byte[]>? Split(ReadOnlySpan<byte> blob)
    {
        List<byte[]> fields = [];
        while (!blob.IsEmpty)
        {
            if (blob.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32BigEndian(blob) is var length && length > blob.Length - sizeof(uint))
            {
                return null;
            }

            fields.Add(blob.Slice(sizeof(uint), (int)length).ToArray());
            blob = blob[(sizeof(uint) + (int)length)..];
        }

        return fields;
    }
}
