using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Ocm.Errors;

namespace Ocm.Server.Pipeline;

/// <summary>Reads a form's fields as an object of strings; a parameter that stands twice is refused (RFC 6749, Section 3.2).</summary>
internal static class FormBody
{
    internal const string MediaType = "application/x-www-form-urlencoded";

    private const int MaxParameters = 32;

    internal static OcmResult<JsonElement> Parse(ReadOnlyMemory<byte> body)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (!TryWrite(body.Span, writer))
            {
                return OcmFailure.Invalid(string.Empty, "must be a form without repeated parameters");
            }
        }

        return JsonElement.Parse(buffer.ToArray());
    }

    private static bool TryWrite(ReadOnlySpan<byte> body, Utf8JsonWriter writer)
    {
        if (body.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
        {
            return false;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach (var pair in new QueryStringEnumerable(Encoding.ASCII.GetString(body)))
        {
            var name = pair.DecodeName().ToString();
            if (!names.Add(name) || names.Count > MaxParameters)
            {
                return false;
            }

            writer.WriteString(name, pair.DecodeValue().Span);
        }

        writer.WriteEndObject();
        return true;
    }
}
