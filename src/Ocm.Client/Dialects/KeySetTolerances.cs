using System.Text.Json.Nodes;

namespace Ocm.Client.Dialects;

/// <summary>Sets of keys at the place that OCM 1.3 fixed. Those at a <c>jwksUri</c> are the draft's and never come here.</summary>
internal static class KeySetTolerances
{
    internal static IReadOnlyList<Tolerance> All { get; } =
    [
        new("key-without-alg", WithAlgorithms),
    ];

    // Only where the curve leaves no choice: an RSA key could be used in several ways, one of them weaker than its owner meant.
    private static bool WithAlgorithms(JsonObject set)
    {
        var changed = false;
        if (set["keys"] is JsonArray keys)
        {
            foreach (var key in keys.OfType<JsonObject>())
            {
                changed |= !key.ContainsKey("alg") && Algorithm(key.Text("kty"), key.Text("crv")) is { } algorithm && key.Set("alg", algorithm);
            }
        }

        return changed;
    }

    private static string? Algorithm(string? type, string? curve) => (type, curve) switch
    {
        ("OKP", "Ed25519") => "Ed25519",
        ("EC", "P-256") => "ES256",
        ("EC", "P-384") => "ES384",
        _ => null,
    };
}
