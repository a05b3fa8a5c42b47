using System.Text.Json.Nodes;

namespace Ocm.Client.Dialects;

/// <summary>Notifications of OCM 1.0 to 1.3, and what deployed servers write into their open object.</summary>
internal static class NotificationTolerances
{
    private const string Parameters = "notification";
    private const string Permissions = "permissions";
    private const string Secret = "sharedSecret";

    internal static IReadOnlyList<Tolerance> All { get; } =
    [
        new("null-members", notification => notification.RemoveNulls() | Inner(notification, parameters => parameters.RemoveNulls())),
        new("numeric-provider-id", notification => notification.NumberToText("providerId")),
        new("parameters-as-list", notification => notification.RemoveIf(Parameters, value => value is JsonArray { Count: 0 })),
        new("misspelt-message", notification => Inner(notification, parameters => parameters.Rename("messgage", "message"))),
        new("address-form", notification => Inner(notification, parameters => LegacyAddress.Normalize(parameters, "shareWith")
            | LegacyAddress.Normalize(parameters, "senderId") | LegacyAddress.Normalize(parameters, "grantee"))),
        new("secret-in-protocol", notification => WebDav(notification, (parameters, webdav) =>
            !parameters.ContainsKey(Secret) && webdav.Text(Secret) is { Length: > 0 } secret && parameters.Set(Secret, secret))),
        new("permissions-in-protocol", notification => WebDav(notification, (parameters, webdav) =>
        {
            if (parameters.ContainsKey(Permissions) || webdav[Permissions] is not JsonArray permissions)
            {
                return false;
            }

            parameters[Permissions] = permissions.DeepClone();
            return true;
        })),
        new("permission-bits", notification => Inner(notification, PermissionBits)),
    ];

    private static bool Inner(JsonObject notification, Func<JsonObject, bool> change) =>
        notification.TryGetObject(Parameters, out var parameters) && change(parameters);

    private static bool WebDav(JsonObject notification, Func<JsonObject, JsonObject, bool> change) =>
        Inner(notification, parameters => parameters.TryGetObject("protocol", out var protocol) && protocol.TryGetObject("webdav", out var webdav) && change(parameters, webdav));

    // The numbers of the OCS API: 1 read, 2 update, 4 create, 8 delete, 16 share. A file has neither 4 nor 8.
    private static bool PermissionBits(JsonObject parameters)
    {
        if (parameters.ContainsKey(Permissions)
            || parameters["permission"] is not JsonValue number || !number.TryGetValue<int>(out var bits) || bits is < 1 or > 31)
        {
            return false;
        }

        var permissions = new JsonArray();
        foreach (var (bit, name) in new[] { (1, "read"), (2, "write"), (16, "share") })
        {
            if ((bits & bit) != 0)
            {
                permissions.Add((JsonNode)name);
            }
        }

        parameters[Permissions] = permissions;
        return true;
    }
}
