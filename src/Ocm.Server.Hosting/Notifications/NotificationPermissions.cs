using System.Text.Json;
using Ocm.Server.Pipeline;
using Ocm.Shares;

namespace Ocm.Server.Notifications;

/// <summary>The permissions in a notification's open object: a list of words as in a share, or nothing that could be read.</summary>
internal static class NotificationPermissions
{
    private const int Max = 16;
    private const int MaxLength = 256;

    internal static IReadOnlyList<Permission> Read(JsonElement? parameters)
    {
        if (parameters is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("permissions", out var list)
            || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > Max)
        {
            return [];
        }

        string?[] words = [.. list.EnumerateArray().Select(NamedServer.Text)];
        return words.All(IsWord) ? [.. words.Distinct(StringComparer.Ordinal).Select(word => Permission.Create(word!))] : [];
    }

    private static bool IsWord(string? text) => text is { Length: > 0 and <= MaxLength } && !text.Any(char.IsControl);
}
