using System.Text.Json;
using System.Text.RegularExpressions;
using Ocm.Addresses;

namespace Ocm.Client.Tests.Dialects;

/// <summary>A message as it was sent and as it was read, with the few questions that all kinds of it ask.</summary>
/// <param name="Original">As it was sent.</param>
/// <param name="Reading">As the tolerant reading left it.</param>
/// <param name="Text">As it was sent, for the message of a failure.</param>
internal sealed record FuzzedMessage(JsonElement Original, JsonElement Reading, string Text)
{
    /// <summary>What stands under a path as it was sent; undefined where nothing or null does, which say the same.</summary>
    internal JsonElement Sent(params string[] path) => At(Original, path);

    /// <summary>What stands under a path as it was read.</summary>
    internal JsonElement Read(params string[] path) => At(Reading, path);

    /// <summary>The string under a path as it was sent.</summary>
    internal string? SentText(params string[] path) => Sent(path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The strings of the list under a path as it was sent.</summary>
    internal IReadOnlyList<string> SentTexts(params string[] path) => Sent(path) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        : [];

    /// <summary>
    /// Whether an address is what was written: to the letter or, where a URL stands in it, its host in the form of a URL and
    /// repeated, and nothing else left out.
    /// </summary>
    internal static bool Names(OcmAddress address, string written) =>
        (OcmAddress.TryParse(written, out var exactly) && exactly == address)
        || (written.StartsWith(address.Identifier + "@", StringComparison.Ordinal) && IsRepeatedHost(written[address.Identifier.Length..], address.Host, written));

    /// <summary>Whether a host is what was written, as it is or in the form of a URL.</summary>
    internal static bool Names(OcmHost host, string written) =>
        Regex.IsMatch(written, $"^(https?://)?{Regex.Escape(host.Value)}/*$", RegexOptions.IgnoreCase);

    /// <summary>Whether two values say the same; one that is absent is null.</summary>
    internal static bool AreSame(JsonElement left, JsonElement right) =>
        left.ValueKind == JsonValueKind.Undefined || right.ValueKind == JsonValueKind.Undefined
            ? left.ValueKind == right.ValueKind
            : JsonElement.DeepEquals(left, right);

    private static bool IsRepeatedHost(string rest, OcmHost host, string written) =>
        Regex.IsMatch(rest, $"^(@(https?://)?{Regex.Escape(host.Value)}/*){(written.Contains("://", StringComparison.Ordinal) ? "+" : "{1}")}$", RegexOptions.IgnoreCase);

    private static JsonElement At(JsonElement value, string[] path)
    {
        foreach (var name in path)
        {
            value = value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : default;
        }

        return value;
    }
}
