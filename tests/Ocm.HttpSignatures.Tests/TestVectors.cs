using System.Text.Json;

namespace Ocm.HttpSignatures.Tests;

/// <summary>The vectors beside the tests, as JSON.</summary>
internal static class TestVectors
{
    public static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", file)));
        return document.RootElement.Clone();
    }
}
