using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Ocm.HttpSignatures.Keys;

namespace Ocm.HttpSignatures.JsonWebSignatures;

/// <summary>Takes a JSON Web Signature apart; says nothing of whether it is valid.</summary>
internal static class JwsReader
{
    private const int MaxSignatures = 16;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads the compact, the flattened or the general form.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, [NotNullWhen(true)] out string? payload, [NotNullWhen(true)] out IReadOnlyList<Signature>? signatures)
    {
        payload = null;
        signatures = null;
        text = text.Trim(" \t\r\n"u8);
        return !text.IsEmpty && (text[0] == (byte)'{'
            ? TryReadJson(text, out payload, out signatures)
            : TryReadCompact(text, out payload, out signatures));
    }

    /// <summary>Decodes base64url without padding.</summary>
    internal static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        return JsonWebKeyReader.TryDecode(text, out bytes);
    }

    /// <summary>Reads the algorithm of the protected header, and whether the headers ask for more than is understood here.</summary>
    internal static bool TryReadHeader(Signature signature, out string algorithm, out bool isExtended)
    {
        algorithm = string.Empty;
        isExtended = false;
        if (!TryDecode(signature.Protected, out var bytes))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            var header = document.RootElement;
            if (header.ValueKind != JsonValueKind.Object
                || !header.TryGetProperty("alg", out var alg) || alg.ValueKind != JsonValueKind.String)
            {
                return false;
            }

            algorithm = alg.GetString()!;
            isExtended = IsExtended(header.EnumerateObject().Select(member => member.Name)) || IsExtended(signature.UnprotectedNames);

            // A parameter stands in one of the two headers only (RFC 7515, section 4).
            return !signature.UnprotectedNames.Any(name => header.TryGetProperty(name, out _));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsExtended(IEnumerable<string> names) => names.Any(name => name is "crit" or "b64");

    private static bool TryReadCompact(ReadOnlySpan<byte> text, [NotNullWhen(true)] out string? payload, [NotNullWhen(true)] out IReadOnlyList<Signature>? signatures)
    {
        payload = null;
        signatures = null;
        if (text.Count((byte)'.') != 2)
        {
            return false;
        }

        var parts = Encoding.ASCII.GetString(text).Split('.');
        payload = parts[1];
        signatures = [new Signature(parts[0], parts[2], [])];
        return true;
    }

    private static bool TryReadJson(ReadOnlySpan<byte> text, [NotNullWhen(true)] out string? payload, [NotNullWhen(true)] out IReadOnlyList<Signature>? signatures)
    {
        payload = null;
        signatures = null;
        try
        {
            var root = JsonElement.Parse(text, Strict);
            if (Text(root, "payload") is not { } content)
            {
                return false;
            }

            // RFC 7515, section 7.2.2: "signatures" tells the general form from the flattened one.
            payload = content;
            signatures = root.TryGetProperty("signatures", out var list)
                ? root.TryGetProperty("signature", out _) ? null : ReadList(list)
                : ReadOne(root) is { } one ? [one] : null;
            return signatures is not null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static List<Signature>? ReadList(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MaxSignatures)
        {
            return null;
        }

        // One that cannot be read takes nothing from the others.
        return [.. list.EnumerateArray().Select(ReadOne).OfType<Signature>()];
    }

    private static Signature? ReadOne(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || Text(element, "protected") is not { } header || Text(element, "signature") is not { } value)
        {
            return null;
        }

        if (!element.TryGetProperty("header", out var unprotected))
        {
            return new Signature(header, value, []);
        }

        return unprotected.ValueKind == JsonValueKind.Object
            ? new Signature(header, value, [.. unprotected.EnumerateObject().Select(member => member.Name)])
            : null;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>One signature, still encoded.</summary>
    /// <param name="Protected">The protected header.</param>
    /// <param name="Value">The signature.</param>
    /// <param name="UnprotectedNames">The names of what the header says that is not protected.</param>
    internal sealed record Signature(string Protected, string Value, IReadOnlyList<string> UnprotectedNames);
}
