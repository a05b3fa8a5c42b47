using System.Text.Json;

namespace Ocm.Testing.Conformance;

/// <summary>What the server answered to a call of a check.</summary>
internal sealed record CheckAnswer(int Status, string Body, string? MediaType, string? CacheControl)
{
    internal bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body as a JSON object; null where it is none.</summary>
    internal JsonElement? Json
    {
        get
        {
            try
            {
                var element = JsonElement.Parse(Body);
                return element.ValueKind == JsonValueKind.Object ? element : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>A member of the body that is a string; null where there is none.</summary>
    internal string? Text(string name) =>
        Json is { } json && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The fields that the body names as wrong.</summary>
    internal IReadOnlyList<string> WrongFields =>
        Json is { } json && json.TryGetProperty("validationErrors", out var errors) && errors.ValueKind == JsonValueKind.Array
            ? [.. errors.EnumerateArray()
                .Where(error => error.ValueKind == JsonValueKind.Object && error.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String)
                .Select(error => error.GetProperty("name").GetString()!)]
            : [];

    /// <summary>Status and beginning of the body, for explanations.</summary>
    public override string ToString() => $"{Status} {(Body.Length > 200 ? Body[..200] + "…" : Body)}";
}
