using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>
/// Writes structured fields in their one canonical form (RFC 9651, section 4.1). It cannot fail: the value types hold only
/// what can be written.
/// </summary>
public static class StructuredFieldSerializer
{
    private const string HexDigits = "0123456789abcdef";

    /// <summary>The canonical text of a list.</summary>
    /// <param name="list">The list.</param>
    /// <returns>The text; empty for an empty list, whose field is then left out of the message.</returns>
    public static string Serialize(StructuredList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        var output = new StringBuilder();
        foreach (var member in list.Members)
        {
            AppendSeparator(output);
            Append(output, member);
        }

        return output.ToString();
    }

    /// <summary>The canonical text of a dictionary.</summary>
    /// <param name="dictionary">The dictionary.</param>
    /// <returns>The text; empty for an empty dictionary, whose field is then left out of the message.</returns>
    public static string Serialize(StructuredDictionary dictionary)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        var output = new StringBuilder();
        foreach (var (key, member) in dictionary.Entries)
        {
            AppendSeparator(output);
            output.Append(key);
            if (member.Item is { } item && item.Value == StructuredValue.True)
            {
                Append(output, item.Parameters);
            }
            else
            {
                output.Append('=');
                Append(output, member);
            }
        }

        return output.ToString();
    }

    /// <summary>The canonical text of a list's or dictionary's member.</summary>
    /// <param name="member">The member.</param>
    /// <returns>The text.</returns>
    public static string Serialize(StructuredMember member)
    {
        var output = new StringBuilder();
        Append(output, member);
        return output.ToString();
    }

    /// <summary>The canonical text of an inner list.</summary>
    /// <param name="innerList">The inner list.</param>
    /// <returns>The text.</returns>
    public static string Serialize(StructuredInnerList innerList)
    {
        ArgumentNullException.ThrowIfNull(innerList);
        return Serialize(new StructuredMember(innerList));
    }

    /// <summary>The canonical text of an item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The text.</returns>
    public static string Serialize(StructuredItem item) => Serialize(new StructuredMember(item));

    /// <summary>The canonical text of a bare item.</summary>
    /// <param name="value">The bare item.</param>
    /// <returns>The text.</returns>
    public static string Serialize(StructuredValue value)
    {
        var output = new StringBuilder();
        Append(output, value);
        return output.ToString();
    }

    /// <summary>The canonical text of parameters.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <returns>The text, each parameter after a semicolon.</returns>
    public static string Serialize(StructuredParameters parameters)
    {
        var output = new StringBuilder();
        Append(output, parameters);
        return output.ToString();
    }

    private static void AppendSeparator(StringBuilder output)
    {
        if (output.Length > 0)
        {
            output.Append(", ");
        }
    }

    private static void Append(StringBuilder output, StructuredMember member)
    {
        if (member.InnerList is { } innerList)
        {
            output.Append('(');
            AppendItems(output, innerList.Items);
            output.Append(')');
        }
        else
        {
            Append(output, member.Item.GetValueOrDefault().Value);
        }

        Append(output, member.Parameters);
    }

    private static void AppendItems(StringBuilder output, ImmutableArray<StructuredItem> items)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
            {
                output.Append(' ');
            }

            Append(output, items[i].Value);
            Append(output, items[i].Parameters);
        }
    }

    private static void Append(StringBuilder output, StructuredParameters parameters)
    {
        foreach (var (key, value) in parameters.Entries)
        {
            output.Append(';').Append(key);
            if (value != StructuredValue.True)
            {
                output.Append('=');
                Append(output, value);
            }
        }
    }

    private static void Append(StringBuilder output, StructuredValue value)
    {
        switch (value.Kind)
        {
            case StructuredValueKind.Integer:
                output.Append(CultureInfo.InvariantCulture, $"{value.Number}");
                break;
            case StructuredValueKind.Date:
                output.Append(CultureInfo.InvariantCulture, $"@{value.Number}");
                break;
            case StructuredValueKind.Boolean:
                output.Append(value.Number == 0 ? "?0" : "?1");
                break;
            case StructuredValueKind.Decimal:
                value.TryGetDecimal(out var number);
                output.Append(number.ToString("0.0##", CultureInfo.InvariantCulture));
                break;
            case StructuredValueKind.Bytes:
                value.TryGetBytes(out var bytes);
                output.Append(':').Append(Convert.ToBase64String(bytes.Span)).Append(':');
                break;
            case StructuredValueKind.Token:
                value.TryGetToken(out var token);
                output.Append(token);
                break;
            case StructuredValueKind.DisplayString:
                value.TryGetDisplayString(out var displayed);
                AppendDisplayString(output, displayed);
                break;
            default:
                value.TryGetString(out var text);
                AppendString(output, text);
                break;
        }
    }

    private static void AppendString(StringBuilder output, string text)
    {
        output.Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\')
            {
                output.Append('\\');
            }

            output.Append(c);
        }

        output.Append('"');
    }

    private static void AppendDisplayString(StringBuilder output, string text)
    {
        output.Append("%\"");
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b is (byte)'%' or (byte)'"' or < (byte)' ' or > (byte)'~')
            {
                output.Append('%').Append(HexDigits[b >> 4]).Append(HexDigits[b & 0xF]);
            }
            else
            {
                output.Append((char)b);
            }
        }

        output.Append('"');
    }
}
