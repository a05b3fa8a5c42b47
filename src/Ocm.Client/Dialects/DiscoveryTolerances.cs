using System.Text.Json.Nodes;

namespace Ocm.Client.Dialects;

/// <summary>Discovery documents of OCM 1.0 to 1.3. A document with <c>jwksUri</c> is one of 1.4 and is left as it is.</summary>
internal static class DiscoveryTolerances
{
    internal static IReadOnlyList<Tolerance> All { get; } =
    [
        Old("null-members", document => document.RemoveNulls()),
        Old("empty-members", document => RemoveEmpty(document, "inviteAcceptDialog") | RemoveEmpty(document, "tokenEndPoint")),
        Old("enabled-by-default", document => !document.ContainsKey("enabled") && document.ContainsKey("endPoint") && Set(document, "enabled", true)),
        Old("no-version", document => !document.ContainsKey("apiVersion") && document.ContainsKey("endPoint") && document.Set("apiVersion", "1.0")),
        Old("empty-document", document => document.Count == 0 && Set(document, "enabled", false)),
        Old("no-resource-types", document => document.ContainsKey("endPoint")
            && (document["resourceTypes"] is null || document["resourceTypes"] is JsonArray { Count: 0 }) && AddFile(document)),
        Old("resource-types-as-object", document => document["resourceTypes"] is JsonObject && ToList(document)),
        Old("resource-type-form", document => ResourceTypes(document, entry =>
            (!entry.ContainsKey("shareTypes") && AddUser(entry)) | (!entry.ContainsKey("protocols") && AddNothing(entry)))),
        Old("webdav-path", document => ResourceTypes(document, entry =>
            entry.TryGetObject("protocols", out var protocols) && protocols.Text("webdav") is { Length: > 0 } path
            && path[0] != '/' && !path.Contains("://", StringComparison.Ordinal) && protocols.Set("webdav", "/" + path))),
        Old("token-path", document => !document.ContainsKey("tokenEndPoint") && document.Texts("capabilities").Contains("receive-code", StringComparer.Ordinal)
            && document.Text("endPoint") is { } endPoint && Uri.TryCreate(endPoint, UriKind.Absolute, out _) && document.Set("tokenEndPoint", endPoint.TrimEnd('/') + "/token")),
        Old("old-capabilities", document => document.MapTexts("capabilities", name => name.TrimStart('/') switch
        {
            "invite-accepted" => "invites",
            "receive-code" or "token-exchange" => "exchange-token",
            "http-request-signatures" => "http-sig",
            var other => other,
        })),
        Old("old-criteria", document => document.MapTexts("criteria", name => name switch
        {
            "invite" => "must-invite",
            "code" or "token-exchange" => "must-exchange-token",
            "http-request-signatures" => "must-use-http-sig",
            _ => name,
        })),
    ];

    private static Tolerance Old(string name, Func<JsonObject, bool> apply) => new(name, document => !document.ContainsKey("jwksUri") && apply(document));

    private static bool RemoveEmpty(JsonObject document, string name) => document.Text(name) is "" && document.Remove(name);

    private static bool Set(JsonObject document, string name, bool value)
    {
        document[name] = value;
        return true;
    }

    // What every server is assumed to take.
    private static bool AddFile(JsonObject document)
    {
        document["resourceTypes"] = new JsonArray(new JsonObject { ["name"] = "file", ["shareTypes"] = new JsonArray("user"), ["protocols"] = new JsonObject() });
        return true;
    }

    private static bool ToList(JsonObject document)
    {
        var entry = document["resourceTypes"]!;
        document.Remove("resourceTypes");
        document["resourceTypes"] = new JsonArray(entry);
        return true;
    }

    private static bool AddUser(JsonObject entry)
    {
        entry["shareTypes"] = new JsonArray("user");
        return true;
    }

    private static bool AddNothing(JsonObject entry)
    {
        entry["protocols"] = new JsonObject();
        return true;
    }

    private static bool ResourceTypes(JsonObject document, Func<JsonObject, bool> change)
    {
        var changed = false;
        if (document["resourceTypes"] is JsonArray list)
        {
            foreach (var entry in list.OfType<JsonObject>())
            {
                changed |= change(entry);
            }
        }

        return changed;
    }
}
