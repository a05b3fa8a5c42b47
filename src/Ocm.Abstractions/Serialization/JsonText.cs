using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Ocm.Serialization;

/// <summary>Reads JSON strings that may hold a lone surrogate escape, which System.Text.Json refuses by an exception.</summary>
internal static class JsonText
{
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
