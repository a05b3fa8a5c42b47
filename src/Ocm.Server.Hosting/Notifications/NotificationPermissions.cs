using System.Text.Json;
using Ocm.Shares;

namespace Ocm.Server.Notifications;

/// <summary>The permissions in a notification's open object, read as far as they can be.</summary>
internal static class NotificationPermissions
{
    private const int Max = 16;

    internal static IReadOnlyList<Permission> Read(JsonElement? parameters) =>
        parameters is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("permissions", out var list)
        && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= Max
            ? [.. list.EnumerateArray().Select(Text).OfType<string>().Distinct(StringComparer.Ordinal).Select(Permission.Create)]
            : [];

    private static string? Text(JsonElement item)
    {
        try
        {
            return item.ValueKind == JsonValueKind.String ? item.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }
}
