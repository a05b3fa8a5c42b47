using System.Text.Json;
using System.Text.Json.Serialization;
using Ocm.Addresses;

namespace Ocm.Serialization;

/// <summary>Reads and writes an <see cref="OcmHost"/> as a JSON string.</summary>
public sealed class OcmHostConverter : JsonConverter<OcmHost>
{
    /// <inheritdoc />
    public override OcmHost Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        OcmHost.TryParse(reader.GetString(), out var host) ? host : throw new JsonException();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, OcmHost value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.Value);
    }
}
