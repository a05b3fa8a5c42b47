using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ocm.Samples.Peer.Storage;

/// <summary>
/// Makes a folder name of a user name. Two user names never share a folder, not even where the file system ignores
/// case, and no user name leads anywhere else.
/// </summary>
internal static class UserFolderName
{
    private const int MaxLength = 200;

    /// <summary>
    /// Keeps <c>a-z 0-9 . - _ @</c>, writes every other byte of the UTF-8 form as <c>%xx</c>; what grows too long
    /// becomes <c>%-</c> and its SHA-256.
    /// </summary>
    public static string Encode(string user)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        var name = new StringBuilder(user.Length);
        var bytes = Encoding.UTF8.GetBytes(user);
        for (var i = 0; i < bytes.Length; i++)
        {
            var c = (char)bytes[i];

            // A dot at either end hides, climbs or vanishes, depending on the system.
            var plain = char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '@'
                || (c == '.' && i > 0 && i < bytes.Length - 1);
            if (plain)
            {
                name.Append(c);
            }
            else
            {
                name.Append(CultureInfo.InvariantCulture, $"%{bytes[i]:x2}");
            }
        }

        if (name.Length > MaxLength)
        {
            return "%-" + Convert.ToHexStringLower(SHA256.HashData(bytes));
        }

        return IsDevice(name.ToString()) ? string.Create(CultureInfo.InvariantCulture, $"%{bytes[0]:x2}{name.ToString(1, name.Length - 1)}") : name.ToString();
    }

    private static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0];
        return stem is "con" or "prn" or "aux" or "nul"
            || (stem.Length == 4 && char.IsAsciiDigit(stem[3])
                && (stem.StartsWith("com", StringComparison.Ordinal) || stem.StartsWith("lpt", StringComparison.Ordinal)));
    }
}
