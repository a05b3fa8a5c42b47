using System.Text.Json;

namespace Ocm.Server.Shares;

/// <summary>The JSON values that built-in protocols put into the discovery document.</summary>
internal static class JsonValues
{
    internal static JsonElement EmptyObject { get; } = JsonElement.Parse("{}"u8);

    internal static JsonElement Text(string value) => Write(writer => writer.WriteStringValue(value));

    internal static JsonElement Object(string name, string value) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString(name, value);
        writer.WriteEndObject();
    });

    internal static JsonElement Object(string name, IEnumerable<string> values) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return JsonElement.Parse(buffer.ToArray());
    }
}
