using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ocm.Samples.Federation.Wire;

/// <summary>Writes JSON for people: what fits stands on one line, secrets are taken out.</summary>
internal static class JsonText
{
    private const int LineLength = 110;
    private const int Indent = 2;

    // Shown on a console, never in a page.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Format(JsonElement element, IReadOnlySet<string> secrets, string redacted)
    {
        var text = new StringBuilder();
        Append(element, depth: 0);
        return text.ToString();

        void Append(JsonElement value, int depth)
        {
            var line = OneLine(value);
            if ((depth * Indent) + line.Length <= LineLength || value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            {
                text.Append(line);
            }
            else if (value.ValueKind == JsonValueKind.Object)
            {
                Block('{', '}', depth, value.EnumerateObject(), member =>
                {
                    text.Append(Quote(member.Name)).Append(": ");
                    if (IsSecret(member))
                    {
                        text.Append(Quote(redacted));
                    }
                    else
                    {
                        Append(member.Value, depth + 1);
                    }
                });
            }
            else
            {
                Block('[', ']', depth, value.EnumerateArray(), item => Append(item, depth + 1));
            }
        }

        void Block<T>(char open, char close, int depth, IEnumerable<T> items, Action<T> append)
        {
            text.Append(open);
            var separator = "\n";
            foreach (var item in items)
            {
                text.Append(separator).Append(' ', (depth + 1) * Indent);
                append(item);
                separator = ",\n";
            }

            text.Append('\n').Append(' ', depth * Indent).Append(close);
        }

        string OneLine(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Object when value.EnumerateObject().Any() =>
                $"{{ {string.Join(", ", value.EnumerateObject().Select(member => $"{Quote(member.Name)}: {(IsSecret(member) ? Quote(redacted) : OneLine(member.Value))}"))} }}",
            JsonValueKind.Object => "{}",
            JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(OneLine))}]",
            JsonValueKind.String => Quote(value.GetString()!),
            _ => value.GetRawText(),
        };

        bool IsSecret(JsonProperty member) => secrets.Contains(member.Name) && member.Value.ValueKind == JsonValueKind.String;
    }

    private static string Quote(string value) => JsonSerializer.Serialize(value, Readable);
}
