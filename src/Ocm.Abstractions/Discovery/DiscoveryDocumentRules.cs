using System.Globalization;
using System.Text.Json;
using Ocm.Errors;
using Ocm.Serialization;
using Ocm.Shares;

namespace Ocm.Discovery;

/// <summary>
/// What makes a discovery document readable (DISC-01 to 03). What its members promise together (DISC-08, DISC-10) is a matter of
/// the one who publishes: a reader takes a capability without its endpoint as one that is not there (draft: Share Creation Notification).
/// </summary>
internal static class DiscoveryDocumentRules
{
    private const int MaxResourceTypes = 64;

    internal static IReadOnlyList<ValidationError> Validate(JsonElement message)
    {
        List<ValidationError> errors = [];
        var fields = new FieldReader(message, errors);
        fields.RequiredBoolean("enabled");
        fields.RequiredText("apiVersion", maxLength: 64);
        fields.RequiredText("endPoint", maxLength: 2048);
        fields.OptionalText("provider", maxLength: 1024);
        fields.TextList("capabilities", maxItems: 256);
        fields.TextList("criteria", maxItems: 256);
        fields.OptionalText("inviteAcceptDialog", maxLength: 2048);
        fields.OptionalText("jwksUri", maxLength: 2048);
        fields.OptionalText("tokenEndPoint", maxLength: 2048);
        CheckResourceTypes(fields, errors);
        return errors;
    }

    private static void CheckResourceTypes(FieldReader fields, List<ValidationError> errors)
    {
        const string Name = "resourceTypes";
        if (fields.RequiredArray(Name) is not { } list)
        {
            return;
        }

        if (list.GetArrayLength() is 0 or > MaxResourceTypes)
        {
            fields.Add(Name, string.Create(CultureInfo.InvariantCulture, $"must hold 1 to {MaxResourceTypes} entries"));
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{Name}[{index++}]");
            if (item.ValueKind != JsonValueKind.Object)
            {
                fields.Add(path, "must be an object");
                continue;
            }

            var entry = new FieldReader(item, errors, path + ".");
            entry.RequiredText("name", maxLength: 128);
            entry.TextList("shareTypes", required: true, mayBeEmpty: false);
            _ = entry.Child("protocols", required: true);
            if (JsonText.TryGet(entry.Peek("name") ?? default, out var name) && !names.Add(name))
            {
                entry.Add("name", "must be unique among the resource types");
            }

            if (entry.Peek("shareTypes") is { ValueKind: JsonValueKind.Array } shareTypes
                && !shareTypes.EnumerateArray().Any(t => JsonText.TryGet(t, out var text) && text == ShareType.User.Value))
            {
                entry.Add("shareTypes", "must contain user");
            }
        }
    }
}
