using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Ocm.Client.Access;

/// <summary>A path inside a share: segments that are names, nothing that could climb out of it.</summary>
internal sealed class ResourcePath
{
    internal const int MaxLength = 4096;

    private ResourcePath(string text, string escaped)
    {
        Text = text;
        Escaped = escaped;
    }

    internal static ResourcePath Root { get; } = new(string.Empty, string.Empty);

    /// <summary>The segments joined with "/", not encoded; empty for the root.</summary>
    internal string Text { get; }

    /// <summary>The segments percent-encoded and joined with "/".</summary>
    internal string Escaped { get; }

    internal bool IsRoot => Text.Length == 0;

    /// <summary>The last segment; empty for the root.</summary>
    internal string Name => Text[(Text.LastIndexOf('/') + 1)..];

    /// <summary>Reads a path that a caller gives; a single slash at the end is dropped.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out ResourcePath? path)
    {
        ArgumentNullException.ThrowIfNull(text);
        path = null;
        if (text.Length > MaxLength)
        {
            return false;
        }

        if (text.Length == 0)
        {
            path = Root;
            return true;
        }

        text = text[^1] == '/' ? text[..^1] : text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var range in text.AsSpan().Split('/'))
        {
            var segment = text.AsSpan()[range];
            if (!IsName(segment))
            {
                return false;
            }

            if (escaped.Length > 0)
            {
                escaped.Append('/');
            }

            escaped.Append(Uri.EscapeDataString(segment));
        }

        path = new ResourcePath(text, escaped.ToString());
        return true;
    }

    /// <summary>A path one level deeper; the name was checked with <see cref="IsName"/>.</summary>
    internal string Join(string name) => IsRoot ? name : $"{Text}/{name}";

    /// <summary>Whether a text can be the name of one file or folder.</summary>
    internal static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name is "." or ".." || name.Length > MaxLength)
        {
            return false;
        }

        while (!name.IsEmpty)
        {
            if (name[0] is '/' or '\\'
                || Rune.DecodeFromUtf16(name, out var rune, out var length) != System.Buffers.OperationStatus.Done
                || Rune.IsControl(rune))
            {
                return false;
            }

            name = name[length..];
        }

        return true;
    }
}
