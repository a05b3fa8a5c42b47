using System.Buffers;

namespace Ocm.LegacySignatures;

/// <summary>The field <c>Signature</c> (draft-cavage-http-signatures-12, section 4.1).</summary>
/// <param name="KeyId">The key's id.</param>
/// <param name="Algorithm">The algorithm's name; null where it is left out.</param>
/// <param name="Headers">The list of what is signed.</param>
/// <param name="Signature">The signature.</param>
internal sealed record CavageHeader(string KeyId, string? Algorithm, IReadOnlyList<string> Headers, byte[] Signature)
{
    // An RSA signature of 8192 bits has 1368 digits.
    private const int MaxLength = 4096;
    private const int MaxHeaders = 32;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_()");

    /// <summary>Parses the field; null where it is none, or anything in it is there twice.</summary>
    internal static CavageHeader? Parse(string? field)
    {
        if (field is null || field.Length > MaxLength)
        {
            return null;
        }

        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = field.AsSpan();
        while (!rest.IsEmpty)
        {
            if (!TryTake(ref rest, out var name, out var value) || !members.TryAdd(name, value))
            {
                return null;
            }
        }

        return members.GetValueOrDefault("keyId") is { Length: > 0 } keyId
            && members.GetValueOrDefault("headers") is { } list && ReadList(list) is { } headers
            && members.GetValueOrDefault("signature") is { } digits && Decode(digits) is { } signature
            ? new CavageHeader(keyId, members.GetValueOrDefault("algorithm"), headers, signature)
            : null;
    }

    internal string Write() =>
        $"keyId=\"{KeyId}\",algorithm=\"{Algorithm}\",headers=\"{string.Join(' ', Headers)}\",signature=\"{Convert.ToBase64String(Signature)}\"";

    private static bool TryTake(ref ReadOnlySpan<char> rest, out string name, out string value)
    {
        (name, value) = (string.Empty, string.Empty);
        var equals = rest.IndexOf('=');
        if (equals <= 0)
        {
            return false;
        }

        name = rest[..equals].Trim(' ').ToString();
        rest = rest[(equals + 1)..];
        var quoted = !rest.IsEmpty && rest[0] == '"';
        rest = quoted ? rest[1..] : rest;
        var end = quoted ? rest.IndexOf('"') : rest.IndexOf(',') is var comma && comma < 0 ? rest.Length : comma;
        if (end < 0)
        {
            return false;
        }

        value = rest[..end].ToString();
        rest = rest[(quoted ? end + 1 : end)..].TrimStart(' ');
        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest[0] != ',')
        {
            return false;
        }

        rest = rest[1..].TrimStart(' ');
        return !rest.IsEmpty;
    }

    private static string[]? ReadList(string list)
    {
        var headers = list.Split(' ');
        return headers.Length <= MaxHeaders
            && Array.TrueForAll(headers, name => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters))
            && headers.Distinct(StringComparer.Ordinal).Count() == headers.Length
            ? headers
            : null;
    }

    private static byte[]? Decode(string digits)
    {
        var bytes = new byte[((digits.Length + 3) / 4) * 3];
        return Convert.TryFromBase64String(digits, bytes, out var written) && written > 0 ? bytes[..written] : null;
    }
}
