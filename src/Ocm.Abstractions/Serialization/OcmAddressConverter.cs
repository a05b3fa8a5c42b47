using System.Text.Json;
using System.Text.Json.Serialization;
using Ocm.Addresses;

namespace Ocm.Serialization;

/// <summary>Reads and writes an <see cref="OcmAddress"/> as a JSON string.</summary>
public sealed class OcmAddressConverter : JsonConverter<OcmAddress>
{
    /// <inheritdoc />
    public override OcmAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        OcmAddress.TryParse(reader.GetString(), out var address) ? address : throw new JsonException();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, OcmAddress value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.ToString());
    }
}
