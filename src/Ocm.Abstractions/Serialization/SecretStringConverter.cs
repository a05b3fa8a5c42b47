using System.Text.Json;
using System.Text.Json.Serialization;
using Ocm.Tokens;

namespace Ocm.Serialization;

/// <summary>Reads and writes a <see cref="SecretString"/> as a JSON string; what is written holds the secret.</summary>
public sealed class SecretStringConverter : JsonConverter<SecretString>
{
    /// <inheritdoc />
    public override SecretString Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString();
        return string.IsNullOrEmpty(text) ? throw new JsonException() : new SecretString(text);
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, SecretString value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.Reveal());
    }
}
