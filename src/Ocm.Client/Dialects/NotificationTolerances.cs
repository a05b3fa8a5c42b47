using System.Text.Json.Nodes;

namespace Ocm.Client.Dialects;

/// <summary>Notifications of OCM 1.0 to 1.3.</summary>
internal static class NotificationTolerances
{
    internal static IReadOnlyList<Tolerance> All { get; } =
    [
        new("null-members", notification => notification.RemoveNulls()),
        new("numeric-provider-id", notification => notification.NumberToText("providerId")),
        new("parameters-as-list", notification => notification.RemoveIf("notification", value => value is JsonArray { Count: 0 })),
    ];
}
