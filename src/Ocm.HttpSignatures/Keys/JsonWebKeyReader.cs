using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Ocm.HttpSignatures.Keys;

/// <summary>Reads JSON Web Keys. A member twice, or of another type than its RFC says, spoils the key and no other.</summary>
internal static class JsonWebKeyReader
{
    /// <summary>Keys are flat; a deeper document is not one of ours.</summary>
    public static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = 8 };

    private static readonly SearchValues<char> Base64UrlCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool TryRead(JsonElement element, [NotNullWhen(true)] out JsonWebKey? key)
    {
        key = null;
        if (element.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        try
        {
            var members = new Members();
            foreach (var member in element.EnumerateObject())
            {
                if (!members.TryTake(member))
                {
                    return false;
                }
            }

            key = members.ToKey();
            return key is not null;
        }
        catch (InvalidOperationException)
        {
            // A string with half a surrogate pair: JSON, but not text.
            return false;
        }
    }

    /// <summary>Decodes base64url without padding (RFC 7515, section 2).</summary>
    public static bool TryDecode(JsonElement value, out byte[] bytes)
    {
        bytes = [];
        return value.ValueKind == JsonValueKind.String && TryDecode(value.GetString(), out bytes);
    }

    /// <summary>Decodes base64url without padding (RFC 7515, section 2); nothing is no data.</summary>
    public static bool TryDecode(string? text, out byte[] bytes)
    {
        bytes = [];
        if (string.IsNullOrEmpty(text) || text.Length % 4 == 1 || text.AsSpan().ContainsAnyExcept(Base64UrlCharacters))
        {
            return false;
        }

        // Bits after the last byte that are not zero are no data: the overload without a status would throw.
        var buffer = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, buffer, out _, out var written) != OperationStatus.Done)
        {
            return false;
        }

        bytes = buffer[..written];
        return true;
    }

    private sealed class Members
    {
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private string? _keyType;
        private string? _keyId;
        private string? _algorithm;
        private string? _curve;
        private byte[] _x = [];
        private byte[] _y = [];
        private byte[] _modulus = [];
        private byte[] _exponent = [];
        private byte[] _public = [];
        private bool _isPrivate;
        private bool _allowsVerification = true;

        public bool TryTake(JsonProperty member)
        {
            if (!_seen.Add(member.Name))
            {
                return false;
            }

            switch (member.Name)
            {
                case "kty":
                    return TryText(member.Value, out _keyType);
                case "kid":
                    return TryText(member.Value, out _keyId);
                case "alg":
                    return TryText(member.Value, out _algorithm);
                case "crv":
                    return TryText(member.Value, out _curve);
                case "x":
                    return TryDecode(member.Value, out _x);
                case "y":
                    return TryDecode(member.Value, out _y);
                case "n":
                    return TryDecode(member.Value, out _modulus);
                case "e":
                    return TryDecode(member.Value, out _exponent);
                case "pub":
                    return TryDecode(member.Value, out _public);
                case "d" or "p" or "q" or "dp" or "dq" or "qi" or "oth" or "k" or "priv":
                    _isPrivate = true;
                    return true;
                case "use":
                    _allowsVerification &= member.Value.ValueKind == JsonValueKind.String && member.Value.ValueEquals("sig"u8);
                    return member.Value.ValueKind == JsonValueKind.String;
                case "key_ops":
                    return TryOperations(member.Value);
                default:
                    return true;
            }
        }

        public JsonWebKey? ToKey() => string.IsNullOrEmpty(_keyType)
            ? null
            : new JsonWebKey
            {
                KeyType = _keyType,
                KeyId = _keyId,
                Algorithm = _algorithm,
                Curve = _curve,
                X = _x,
                Y = _y,
                Modulus = _modulus,
                Exponent = _exponent,
                PublicBytes = _public,
                IsSymmetric = string.Equals(_keyType, "oct", StringComparison.Ordinal),
                IsPrivate = _isPrivate,
                AllowsVerification = _allowsVerification,
            };

        private static bool TryText(JsonElement value, out string? text)
        {
            text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return text is not null;
        }

        private bool TryOperations(JsonElement value)
        {
            if (value.ValueKind != JsonValueKind.Array)
            {
                return false;
            }

            var allowed = false;
            foreach (var operation in value.EnumerateArray())
            {
                if (operation.ValueKind != JsonValueKind.String)
                {
                    return false;
                }

                allowed |= operation.ValueEquals("verify"u8);
            }

            _allowsVerification &= allowed;
            return true;
        }
    }
}
