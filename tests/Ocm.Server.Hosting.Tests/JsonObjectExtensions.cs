using System.Text.Json.Nodes;

namespace Ocm.Server.Hosting.Tests;

/// <summary>Changes of a JSON object.</summary>
internal static class JsonObjectExtensions
{
    /// <summary>The object as text, with one member changed.</summary>
    public static string With(this JsonObject json, string name, JsonNode? value)
    {
        json[name] = value;
        return json.ToJsonString();
    }
}
