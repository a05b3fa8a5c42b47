using System.Text;
using System.Text.Json;

namespace Ocm.Fuzz;

/// <summary>Makes JSON from the member names and values of the seeds, in wrong places, types and depths.</summary>
internal sealed class JsonGarbage
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e999", "9223372036854775808", "\"\"", "\"x\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "[]", "{}", "[null]", "[[]]",
        "\"a@b@c.example\"", "\"https://a.example/x\"", "\"u@h.example:22/x\"", "\"must-exchange-token\"", "[\"must-exchange-token\"]", "[\"user\"]", "\"multi\"", "\"webdav\"",
    ];

    private readonly string[] _names;
    private readonly string[] _values;

    internal JsonGarbage(IEnumerable<byte[]> seeds)
    {
        HashSet<string> names = ["x", "", "__proto__", "a.b", "\\ud800"];
        HashSet<string> values = [.. Values];
        foreach (var seed in seeds)
        {
            using var document = JsonDocument.Parse(seed);
            Collect(document.RootElement, names, values);
        }

        _names = [.. names];
        _values = [.. values];
    }

    internal byte[] Make(Random random)
    {
        var text = new StringBuilder();
        Object(text, random, depth: random.Next(20) == 0 ? 40 : random.Next(1, 6));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Collect(JsonElement element, HashSet<string> names, HashSet<string> values)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                names.Add(member.Name);
                values.Add(member.Value.GetRawText());
                Collect(member.Value, names, values);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, names, values);
            }
        }
    }

    private void Value(StringBuilder text, Random random, int depth)
    {
        var choice = depth <= 0 ? 0 : random.Next(6);
        if (choice < 4)
        {
            text.Append(_values[random.Next(_values.Length)]);
        }
        else if (choice == 4)
        {
            Object(text, random, depth - 1);
        }
        else
        {
            text.Append('[');
            for (var count = random.Next(4); count > 0; count--)
            {
                Value(text, random, depth - 1);
                text.Append(count > 1 ? "," : string.Empty);
            }

            text.Append(']');
        }
    }

    private void Object(StringBuilder text, Random random, int depth)
    {
        text.Append('{');
        for (var count = random.Next(12); count > 0; count--)
        {
            text.Append('"').Append(_names[random.Next(_names.Length)]).Append("\":");
            Value(text, random, depth);
            text.Append(count > 1 ? "," : string.Empty);
        }

        text.Append('}');
    }
}
