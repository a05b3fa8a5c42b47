using System.Net.Http.Headers;
using System.Text.Json;

namespace Ocm.Conformance.Rig;

/// <summary>What the server under test answered.</summary>
internal sealed record Answer(int Status, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    internal JsonElement Json => JsonElement.Parse(Body);

    /// <summary>The names in validationErrors; empty where there are none.</summary>
    internal IReadOnlyList<string> WrongFields => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("validationErrors", out var errors)
        ? [.. errors.EnumerateArray().Select(error => error.GetProperty("name").GetString()!)]
        : [];

    public override string ToString() => $"{Status} {Body}";
}
