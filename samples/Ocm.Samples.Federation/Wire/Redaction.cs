using System.Text;
using System.Text.Json;

namespace Ocm.Samples.Federation.Wire;

/// <summary>Takes secrets, tokens and signatures out of what is shown.</summary>
internal static class Redaction
{
    private const string Redacted = "[redacted]";

    private static readonly HashSet<string> Secrets = new(StringComparer.OrdinalIgnoreCase)
    {
        "sharedSecret", "token", "code", "access_token", "refresh_token",
    };

    public static string OfHeader(string name, string value) => name switch
    {
        "Authorization" => $"{value.Split(' ')[0]} {Redacted}",
        "Signature" => $"{value.Split('=')[0]}=:{Redacted}:",
        _ => value,
    };

    /// <summary>A body for people to read, or null where there is none.</summary>
    public static string? OfBody(string? contentType, byte[] body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        if (contentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
        {
            return string.Join('&', Encoding.UTF8.GetString(body).Split('&').Select(OfPair));
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return JsonText.Format(document.RootElement, Secrets, Redacted);
        }
        catch (JsonException)
        {
            return $"({body.Length} bytes)";
        }
    }

    private static string OfPair(string pair)
    {
        var name = pair.Split('=')[0];
        return Secrets.Contains(name) ? $"{name}={Redacted}" : Uri.UnescapeDataString(pair);
    }
}
