using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ocm.Serialization;

/// <summary>
/// What can be wrong with a field, made of its description: missing, null, of a wrong type, empty, too long, with wrong
/// characters, twice. What is good in its place comes along, so that a check that refuses everything is seen.
/// </summary>
internal static class FieldVariants
{
    /// <summary>Stands in the bad values where there is room for it: what is answered must not hold it.</summary>
    internal const string Marker = "zq9mark";

    private const string Dotted = "ietf.org:ocmAddresses";
    private const string Mark = "\"@@mark@@\"";

    private static readonly string[] Unprintable = ["\\u0000", "\\u0008", "\\u000b", "\\u001b", "\\u007f", "\\u0085"];
    private static readonly string[] LineBreaks = ["\\t", "\\n", "\\r"];

    /// <summary>The message with the field in each variant.</summary>
    internal static IEnumerable<(string What, string Json, bool Bad)> Of(string example, FieldRule field)
    {
        yield return ("missing", Without(example, field.Path), field.Required);
        yield return ("null", With(example, field.Path, "null"), field.Kind != FieldKind.Any);
        foreach (var (what, value, bad) in WrongTypes(field).Concat(Values(field)))
        {
            yield return (what, With(example, field.Path, value), bad);
        }
    }

    private static IEnumerable<(string What, string Value, bool Bad)> WrongTypes(FieldRule field)
    {
        var kind = field.Kind;
        var any = kind == FieldKind.Any;
        var isText = kind is not (FieldKind.Integer or FieldKind.Boolean or FieldKind.Words or FieldKind.Object or FieldKind.Objects or FieldKind.Any);
        yield return ("a number", "17.5", !any);
        yield return ("a boolean", "true", !any && kind != FieldKind.Boolean);
        if (kind != FieldKind.Objects)
        {
            yield return ("a list of a number", "[1]", !any);
            yield return ("a list of null", "[null]", !any);
        }

        if (!isText)
        {
            yield return ("a string", $"\"{Marker}\"", !any);
        }

        if (kind != FieldKind.Object)
        {
            yield return ("an object", $$"""{"{{Marker}}":1}""", !any);
        }
    }

    private static IEnumerable<(string What, string Value, bool Bad)> Values(FieldRule field) => field.Kind switch
    {
        FieldKind.Text or FieldKind.Lines or FieldKind.Word or FieldKind.Secret or FieldKind.Identifier => TextValues(field),
        FieldKind.Address => AddressValues(),
        FieldKind.Host => HostValues(),
        FieldKind.Integer => IntegerValues(field),
        FieldKind.Boolean => [("false", "false", false), ("the word true", "\"true\"", true), ("1", "1", true)],
        FieldKind.Words => WordsValues(field),
        FieldKind.Objects => [("empty", "[]", !field.MayBeEmpty)],
        FieldKind.Origin => OriginValues(),
        FieldKind.StringOrList => KeyValues(field),
        FieldKind.Constant => [("empty", "\"\"", true), ("another", $"\"{Marker}\"", true)],
        _ => [],
    };

    private static IEnumerable<(string What, string Value, bool Bad)> TextValues(FieldRule field)
    {
        var p = field.Prefix;
        yield return ("empty", "\"\"", !field.MayBeEmpty);
        yield return ("as long as allowed", Quote(p.PadRight(field.Max, 'a')), false);
        yield return ("too long", Quote((p + Marker).PadRight(field.Max + 1, 'a')), true);
        foreach (var c in Unprintable)
        {
            yield return ($"with {c}", $"\"{p}{Marker}{c}b\"", true);
        }

        foreach (var c in LineBreaks)
        {
            yield return ($"with {c}", $"\"{p}{Marker}{c}b\"", field.Kind != FieldKind.Lines);
        }

        if (field.Kind == FieldKind.Word)
        {
            yield return ("unknown", "\"x-unknown\"", false);
        }

        yield return ("other scripts", $"\"{p}例\"", field.Kind == FieldKind.Secret);
        yield return ("a whole surrogate pair, escaped", $"\"{p}\\ud83d\\ude00\"", field.Kind == FieldKind.Secret);
    }

    private static IEnumerable<(string What, string Value, bool Bad)> AddressValues() =>
    [
        ("empty", "\"\"", true),
        ("no host", $"\"{Marker}\"", true),
        ("with a path", $"\"{Marker}@a.example/x\"", true),
        ("with a scheme", $"\"{Marker}@https://a.example\"", true),
        ("with a control character", "\"ma\\nrie@a.example\"", true),
        ("too long", Quote(new string('a', 1025) + "@a.example"), true),
        ("as long as allowed", Quote(new string('a', 1024) + "@a.example"), false),
        ("many ats", "\"a@b@c@a.example:8443\"", false),
    ];

    private static IEnumerable<(string What, string Value, bool Bad)> HostValues() =>
    [
        ("empty", "\"\"", true),
        ("with a scheme", $"\"https://{Marker}.example\"", true),
        ("with a path", $"\"{Marker}.example/x\"", true),
        ("with a user", "\"marie@a.example\"", true),
        ("with a line break", "\"a.example\\n\"", true),
        ("too long", Quote(new string('a', 300)), true),
        ("with a port", "\"A.example:8443\"", false),
    ];

    private static IEnumerable<(string What, string Value, bool Bad)> OriginValues() =>
    [
        ("empty", "\"\"", true),
        ("without a scheme", $"\"{Marker}.example\"", true),
        ("with another scheme", $"\"ftp://{Marker}.example\"", true),
        ("with a path", $"\"https://{Marker}.example/x\"", true),
        ("with a query", $"\"https://{Marker}.example?x\"", true),
        ("with a fragment", $"\"https://{Marker}.example#x\"", true),
        ("with a user", "\"https://marie@a.example\"", true),
        ("too long", Quote("https://" + new string('a', 1024)), true),
        ("with a port", "\"https://A.example:8443\"", false),
    ];

    private static IEnumerable<(string What, string Value, bool Bad)> IntegerValues(FieldRule field)
    {
        yield return ("the least", field.MinInteger.ToString(CultureInfo.InvariantCulture), false);
        yield return ("less than the least", (field.MinInteger - 1).ToString(CultureInfo.InvariantCulture), true);
        yield return ("the most", field.MaxInteger.ToString(CultureInfo.InvariantCulture), false);
        yield return ("more than the most", ((decimal)field.MaxInteger + 1).ToString(CultureInfo.InvariantCulture), true);
        yield return ("huge", "1" + new string('0', 400), true);
        yield return ("a huge exponent", "1e999", true);
        yield return ("an exponent", "1e3", true);
        yield return ("a fraction", "1.5", true);
        yield return ("a number in a string", "\"1\"", true);
    }

    private static IEnumerable<(string What, string Value, bool Bad)> WordsValues(FieldRule field)
    {
        // shareTypes must hold user, and the webapp's requirements must-exchange-token; those rows are in their own tests.
        var first = field.Path.EndsWith("shareTypes", StringComparison.Ordinal) ? "\"user\"," : string.Empty;
        yield return ("empty", "[]", !field.MayBeEmpty);
        yield return ("unknown", $"[{first}\"x-unknown\"]", false);
        yield return ("an empty word", $"[{first}\"\"]", true);
        yield return ("a word too long", $"[{first}{Quote(new string('a', 257))}]", true);
        yield return ("a word as long as allowed", $"[{first}{Quote(new string('a', 256))}]", false);
        yield return ("a word with a line break", $"[{first}\"a\\nb\"]", true);
        yield return ("words and a number", $"[{first}\"a\",1]", true);
        yield return ("as many as allowed", $"[{first}{string.Join(',', Enumerable.Repeat("\"a\"", field.Max - (first.Length > 0 ? 1 : 0)))}]", false);
        yield return ("too many", $"[{first}{string.Join(',', Enumerable.Repeat("\"a\"", field.Max + 1))}]", true);
    }

    private static IEnumerable<(string What, string Value, bool Bad)> KeyValues(FieldRule field)
    {
        yield return ("one string", "\"ssh-ed25519 AAAA\"", false);
        yield return ("an empty string", "\"\"", true);
        yield return ("an empty list", "[]", false);
        yield return ("a list with an empty string", "[\"\"]", true);
        yield return ("a second line", "\"ssh-ed25519 AAAA\\ncommand=\\\"x\\\" ssh-ed25519 BBBB\"", true);
        yield return ("a second line in a list", "[\"ssh-ed25519 AAAA\\rssh-ed25519 BBBB\"]", true);
        yield return ("as long as allowed", Quote(new string('a', field.Max)), false);
        yield return ("too long", Quote(new string('a', field.Max + 1)), true);
        yield return ("as many as allowed", $"[{string.Join(',', Enumerable.Repeat("\"a\"", 64))}]", false);
        yield return ("too many", $"[{string.Join(',', Enumerable.Repeat("\"a\"", 65))}]", true);
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    /// <summary>The message with the field twice.</summary>
    internal static string Twice(string example, string path)
    {
        var value = Value(example, path);
        return With(example, path, $"{value},\"{Steps(path)[^1]}\":{value}");
    }

    private static string Value(string example, string path)
    {
        var (parent, name) = Find(JsonNode.Parse(example)!, path);
        return parent[name]?.ToJsonString() ?? "null";
    }

    /// <summary>The message with other JSON in the place of the field.</summary>
    internal static string With(string example, string path, string rawValue)
    {
        var root = JsonNode.Parse(example)!;
        var (parent, name) = Find(root, path);
        parent[name] = "@@mark@@";
        return root.ToJsonString().Replace(Mark, rawValue, StringComparison.Ordinal);
    }

    private static string Without(string example, string path)
    {
        var root = JsonNode.Parse(example)!;
        var (parent, name) = Find(root, path);
        _ = parent.Remove(name);
        return root.ToJsonString();
    }

    /// <summary>The steps of a dotted path; one member of the messages has a dot in its name.</summary>
    internal static string[] Steps(string path) => [.. path.Replace(Dotted, "\0", StringComparison.Ordinal).Split('.').Select(step => step == "\0" ? Dotted : step)];

    private static (JsonObject Parent, string Name) Find(JsonNode root, string path)
    {
        var steps = Steps(path.Replace("[", ".", StringComparison.Ordinal).Replace("]", string.Empty, StringComparison.Ordinal));
        foreach (var step in steps[..^1])
        {
            root = int.TryParse(step, CultureInfo.InvariantCulture, out var index) ? root[index]! : root[step]!;
        }

        return (root.AsObject(), steps[^1]);
    }
}
