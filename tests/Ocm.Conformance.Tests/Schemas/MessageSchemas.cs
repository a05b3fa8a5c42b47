using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Serialization;
using Ocm.Tokens;

namespace Ocm.Conformance.Schemas;

/// <summary>
/// Makes the JSON Schema of each message: its shape from the model, its texts from the model's documentation, its limits from
/// the description of the fields that the tests of bad input use.
/// </summary>
internal static class MessageSchemas
{
    internal const string Folder = "docs/schemas";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static IReadOnlyDictionary<string, (JsonTypeInfo Model, FieldRule[] Fields)> All { get; } =
        new Dictionary<string, (JsonTypeInfo Model, FieldRule[] Fields)>(StringComparer.Ordinal)
        {
            ["discovery-document"] = (OcmJsonContext.Default.DiscoveryDocument, MessageFields.Discovery),
            ["share-creation-notification"] = (OcmJsonContext.Default.ShareCreationNotification, MessageFields.Share),
            ["share-creation-response"] = (OcmJsonContext.Default.ShareCreationResponse, MessageFields.ShareAnswer),
            ["notification"] = (OcmJsonContext.Default.OcmNotification, MessageFields.Notification),
            ["invite-acceptance-request"] = (OcmJsonContext.Default.InviteAcceptanceRequest, MessageFields.Invite),
            ["invite-acceptance-response"] = (OcmJsonContext.Default.InviteAcceptanceResponse, MessageFields.InviteAnswer),
            ["share-request"] = (OcmJsonContext.Default.ShareRequest, MessageFields.ShareRequest),
            ["token-response"] = (OcmJsonContext.Default.TokenResponse, MessageFields.Token),
            ["token-error-response"] = (OcmJsonContext.Default.TokenErrorResponse, []),
            ["directory-document"] = (OcmJsonContext.Default.DirectoryDocument, MessageFields.Directory),
            ["jscontact-card"] = (OcmJsonContext.Default.JsContactCard, MessageFields.Contact),
            ["error"] = (OcmJsonContext.Default.OcmErrorBody, []),
        };

    internal static string FileName(string name) => $"{name}.schema.json";

    /// <summary>The schema as it is published.</summary>
    internal static string Write(string name)
    {
        var (model, fields) = All[name];
        var exported = model.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform }).AsObject();
        foreach (var field in fields)
        {
            Limit(exported, field);
        }

        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = FileName(name),
            ["title"] = model.Type.Name,
        };
        foreach (var (key, value) in exported)
        {
            schema[key] = value?.DeepClone();
        }

        return schema.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Transform(JsonSchemaExporterContext context, JsonNode exported)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var schema = Converted(type, context.PropertyInfo) ?? exported as JsonObject ?? [];
        WithoutNull(schema);
        if (context.PropertyInfo is { AttributeProvider: System.Reflection.MemberInfo member } && Documentation.Of(member) is { } text)
        {
            schema.Insert(0, "description", text);
        }
        else if (context.PropertyInfo is null && context.Path.Length == 0 && Documentation.Of(type) is { } summary)
        {
            schema.Insert(0, "description", summary);
        }

        return schema;
    }

    /// <summary>What a converter of ours reads and writes; null where the model itself says it.</summary>
    private static JsonObject? Converted(Type type, JsonPropertyInfo? property) => property?.Name switch
    {
        "recipientPublicKeys" => new JsonObject { ["type"] = new JsonArray("array", "string"), ["items"] = new JsonObject { ["type"] = "string", ["minLength"] = 1 }, ["maxItems"] = 64 },
        "notification" or "options" => new JsonObject { ["type"] = "object" },
        "@type" => new JsonObject { ["type"] = "string", ["const"] = property.DeclaringType == typeof(JsContactCard) ? JsContactCard.CardType : JsContactOcmAddress.TypeName },
        "url" => new JsonObject { ["type"] = "string", ["pattern"] = "^[Hh][Tt][Tt][Pp][Ss]?://[^@/?#]+/?$", ["maxLength"] = 1024 },
        _ when type == typeof(OcmAddress) => new JsonObject { ["type"] = "string", ["pattern"] = "^.+@[^@/?#]+$", ["maxLength"] = 1300 },
        _ when type == typeof(OcmHost) => new JsonObject { ["type"] = "string", ["pattern"] = "^[^@/?#]+$", ["maxLength"] = 261 },
        _ when type == typeof(SecretString) => new JsonObject { ["type"] = "string", ["minLength"] = 1 },
        _ when IsOpenValue(type) => new JsonObject { ["type"] = "string", ["examples"] = Registered(type) },
        _ => null,
    };

    private static bool IsOpenValue(Type type) =>
        type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IOpenValue<>));

    private static JsonArray Registered(Type type) =>
        [.. type.GetFields().Where(field => field.IsStatic && field.FieldType == type).Select(field => JsonValue.Create(field.GetValue(null)!.ToString()))];

    // A field that is not there is left out: null is written by nobody and taken from nobody.
    private static void WithoutNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types && types.Any(type => type!.GetValue<string>() == "null"))
        {
            var rest = types.Select(type => type!.GetValue<string>()).Where(type => type != "null").ToList();
            schema["type"] = rest.Count == 1 ? rest[0] : new JsonArray([.. rest.Select(type => JsonValue.Create(type))]);
        }
    }

    private static void Limit(JsonObject schema, FieldRule field)
    {
        JsonNode? node = schema;
        foreach (var step in FieldVariants.Steps(field.Path.Replace("[0]", ".[]", StringComparison.Ordinal).Replace("[1]", ".[]", StringComparison.Ordinal)))
        {
            // Where no member has the name, it is the key of a map.
            node = step == "[]" ? node?["items"] : node?["properties"]?[step] ?? node?["additionalProperties"];
        }

        if (node is not JsonObject target)
        {
            return;
        }

        switch (field.Kind)
        {
            case FieldKind.Text or FieldKind.Lines or FieldKind.Word or FieldKind.Identifier or FieldKind.Secret:
                SetUnless(field.MayBeEmpty, target, "minLength", 1);
                SetUnless(field.Max == 0, target, "maxLength", field.Max);
                if (field.Kind == FieldKind.Secret)
                {
                    target["pattern"] = "^[ -~]+$";
                }

                break;
            case FieldKind.Integer:
                target["minimum"] = field.MinInteger;
                SetUnless(field.MaxInteger == long.MaxValue, target, "maximum", field.MaxInteger);
                break;
            case FieldKind.Words:
                SetUnless(field.MayBeEmpty, target, "minItems", 1);
                target["maxItems"] = field.Max;
                if (target["items"] is JsonObject item)
                {
                    (item["minLength"], item["maxLength"]) = (1, 256);
                }

                break;
            case FieldKind.Objects:
                SetUnless(field.MayBeEmpty, target, "minItems", 1);
                SetUnless(field.Max == 0, target, "maxItems", field.Max);
                break;
        }
    }

    private static void SetUnless(bool left, JsonObject target, string name, long value)
    {
        if (!left)
        {
            target[name] = value;
        }
    }
}
