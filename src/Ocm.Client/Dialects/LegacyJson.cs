using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ocm.Client.Dialects;

/// <summary>Small changes of JSON objects; each says whether it changed anything.</summary>
internal static class LegacyJson
{
    /// <summary>The text of a member; null where there is none that is a readable string.</summary>
    internal static string? Text(this JsonObject value, string name) =>
        value[name] is JsonValue member && member.GetValueKind() == JsonValueKind.String ? Text(member) : null;

    /// <summary>The text of a string; null where it holds half a surrogate pair.</summary>
    internal static string? Text(JsonValue value)
    {
        try
        {
            return value.GetValue<string>();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    internal static bool Is(this JsonObject value, string name, JsonValueKind kind) => value.TryGetPropertyValue(name, out var member)
        && (member is null ? kind == JsonValueKind.Null : member.GetValueKind() == kind);

    internal static bool TryGetObject(this JsonObject value, string name, [NotNullWhen(true)] out JsonObject? member)
    {
        member = value[name] as JsonObject;
        return member is not null;
    }

    /// <summary>Gives a member another name, unless that one is taken.</summary>
    internal static bool Rename(this JsonObject value, string from, string to)
    {
        if (value.ContainsKey(to) || !value.TryGetPropertyValue(from, out var member) || member is null)
        {
            return false;
        }

        value.Remove(from);
        value[to] = member;
        return true;
    }

    /// <summary>Removes members that are null: absent is the draft's way to say that.</summary>
    internal static bool RemoveNulls(this JsonObject value)
    {
        List<string>? nulls = null;
        foreach (var (name, member) in value)
        {
            if (member is null)
            {
                (nulls ??= []).Add(name);
            }
        }

        nulls?.ForEach(name => value.Remove(name));
        return nulls is not null;
    }

    internal static bool RemoveIf(this JsonObject value, string name, Predicate<JsonNode> condition) =>
        value[name] is { } member && condition(member) && value.Remove(name);

    internal static bool Set(this JsonObject value, string name, string text)
    {
        if (value.Text(name) == text)
        {
            return false;
        }

        value[name] = text;
        return true;
    }

    /// <summary>Writes a whole number as the string of its digits.</summary>
    internal static bool NumberToText(this JsonObject value, string name)
    {
        if (value[name] is not JsonValue number || number.GetValueKind() != JsonValueKind.Number || !number.TryGetValue<long>(out var whole))
        {
            return false;
        }

        value[name] = whole.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>The texts of a list; none where it is no list.</summary>
    internal static IEnumerable<string> Texts(this JsonObject value, string name) =>
        value[name] is JsonArray list ? list.Select(TextOf).OfType<string>() : [];

    /// <summary>
    /// Replaces the texts of a list; the same one twice becomes one. A list that holds anything else stays as it is, for the draft's
    /// rules to refuse: with something left out it would say less than was written.
    /// </summary>
    internal static bool MapTexts(this JsonObject value, string name, Func<string, string> map)
    {
        if (value[name] is not JsonArray list)
        {
            return false;
        }

        var texts = list.Select(TextOf).OfType<string>().ToList();
        var mapped = texts.Select(map).Distinct(StringComparer.Ordinal).ToList();
        if (texts.Count < list.Count || mapped.SequenceEqual(texts, StringComparer.Ordinal))
        {
            return false;
        }

        value[name] = new JsonArray([.. mapped.Select(text => (JsonNode)text)]);
        return true;
    }

    /// <summary>The text of a node; null where it is no readable string.</summary>
    internal static string? TextOf(JsonNode? item) => item is JsonValue text && text.GetValueKind() == JsonValueKind.String ? Text(text) : null;
}
