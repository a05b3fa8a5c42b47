using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Ocm.Serialization;

/// <summary>Reads JSON strings that may hold a lone surrogate escape, which System.Text.Json refuses by an exception.</summary>
internal static class JsonText
{
    /// <summary>The characters of a string that is printable ASCII without escapes, as most are; else nothing. Makes no string.</summary>
    internal static ReadOnlySpan<byte> PrintableAscii(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return [];
        }

        var text = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        return text.ContainsAnyExceptInRange((byte)' ', (byte)'~') || text.Contains((byte)'\\') ? [] : text;
    }

    internal static bool TryGet(JsonElement value, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            text = value.GetString();
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return text is not null;
    }
}
