using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>
/// Parses structured fields strictly, as RFC 9651, section 4.2 says: what does not match entirely fails, nothing is
/// repaired. The value of a field that stands on several lines is parsed after <see cref="Components.HeaderLines.Combine"/>.
/// A hostile field costs time and memory in proportion to its length, and no more than the limits below.
/// </summary>
public static class StructuredFieldParser
{
    /// <summary>The longest field that is parsed, in characters.</summary>
    public const int MaxLength = 128 * 1024;

    /// <summary>The largest number of members of a list or dictionary.</summary>
    public const int MaxMembers = 1024;

    /// <summary>The largest number of items of an inner list.</summary>
    public const int MaxInnerListItems = 256;

    /// <summary>The largest number of parameters of an item or inner list, repeated keys counted each time.</summary>
    public const int MaxParameters = 256;

    /// <summary>Parses a field that is a single item.</summary>
    /// <param name="text">The field's value.</param>
    /// <param name="item">The item.</param>
    /// <returns>Whether the text is one item, and nothing but it.</returns>
    public static bool TryParseItem(ReadOnlySpan<char> text, out StructuredItem item)
    {
        item = default;
        if (text.Length > MaxLength)
        {
            return false;
        }

        var reader = new FieldReader(text);
        reader.SkipSpaces();
        if (!TryParseItem(ref reader, text, out item))
        {
            return false;
        }

        reader.SkipSpaces();
        return reader.AtEnd;
    }

    /// <summary>Parses a field that is a list. An empty field is an empty list.</summary>
    /// <param name="text">The field's value.</param>
    /// <param name="list">The list.</param>
    /// <returns>Whether the text is a list.</returns>
    public static bool TryParseList(ReadOnlySpan<char> text, [NotNullWhen(true)] out StructuredList? list)
    {
        list = null;
        if (text.Length > MaxLength)
        {
            return false;
        }

        var reader = new FieldReader(text);
        reader.SkipSpaces();
        var members = ImmutableArray.CreateBuilder<StructuredMember>();
        for (var more = !reader.AtEnd; more;)
        {
            if (members.Count == MaxMembers || !TryParseMember(ref reader, text, out var member))
            {
                return false;
            }

            members.Add(member);
            if (!reader.TryReadSeparator(out more))
            {
                return false;
            }
        }

        list = new StructuredList(members.DrainToImmutable());
        return true;
    }

    /// <summary>Parses a field that is a dictionary. An empty field is an empty dictionary.</summary>
    /// <param name="text">The field's value.</param>
    /// <param name="dictionary">The dictionary; a repeated key keeps its first place and takes its last member.</param>
    /// <returns>Whether the text is a dictionary.</returns>
    public static bool TryParseDictionary(ReadOnlySpan<char> text, [NotNullWhen(true)] out StructuredDictionary? dictionary)
    {
        dictionary = null;
        if (text.Length > MaxLength)
        {
            return false;
        }

        var reader = new FieldReader(text);
        reader.SkipSpaces();
        var entries = new KeyedCollector<StructuredMember>(0);
        var count = 0;
        for (var more = !reader.AtEnd; more;)
        {
            if (count++ == MaxMembers || !reader.TryReadKey(out var key))
            {
                return false;
            }

            StructuredMember member;
            if (reader.TryConsume('='))
            {
                if (!TryParseMember(ref reader, text, out member))
                {
                    return false;
                }
            }
            else if (TryParseParameters(ref reader, text, out var parameters))
            {
                member = new StructuredMember(new StructuredItem(StructuredValue.True, parameters));
            }
            else
            {
                return false;
            }

            entries.Set(key.ToString(), member);
            if (!reader.TryReadSeparator(out more))
            {
                return false;
            }
        }

        dictionary = StructuredDictionary.FromParsed(entries.ToImmutable());
        return true;
    }

    /// <summary>Parses one item and leaves the reader behind it.</summary>
    internal static bool TryParseItem(ref FieldReader reader, ReadOnlySpan<char> text, out StructuredItem item)
    {
        item = default;
        if (!reader.TryReadValue(out var token) || !TryParseParameters(ref reader, text, out var parameters))
        {
            return false;
        }

        item = new StructuredItem(StructuredValue.From(token, text), parameters);
        return true;
    }

    /// <summary>Parses parameters, also none, and leaves the reader behind them.</summary>
    internal static bool TryParseParameters(ref FieldReader reader, ReadOnlySpan<char> text, out StructuredParameters parameters) =>
        TryParseParameters(ref reader, text, out parameters, out _);

    /// <summary>Parses parameters, and says whether a key stands there again, of which only the last value is kept.</summary>
    internal static bool TryParseParameters(ref FieldReader reader, ReadOnlySpan<char> text, out StructuredParameters parameters, out bool hasRepeats)
    {
        parameters = default;
        hasRepeats = false;
        if (!reader.Is(';'))
        {
            return true;
        }

        var entries = new KeyedCollector<StructuredValue>(0);
        var count = 0;
        for (; reader.TryConsume(';'); count++)
        {
            reader.SkipSpaces();
            if (count == MaxParameters || !reader.TryReadKey(out var key))
            {
                return false;
            }

            var value = StructuredValue.True;
            if (reader.TryConsume('='))
            {
                if (!reader.TryReadValue(out var token))
                {
                    return false;
                }

                value = StructuredValue.From(token, text);
            }

            entries.Set(key.ToString(), value);
        }

        hasRepeats = entries.Count < count;
        parameters = StructuredParameters.FromParsed(entries.ToImmutable());
        return true;
    }

    private static bool TryParseMember(ref FieldReader reader, ReadOnlySpan<char> text, out StructuredMember member)
    {
        member = default;
        if (reader.Is('('))
        {
            if (!TryParseInnerList(ref reader, text, out var innerList))
            {
                return false;
            }

            member = new StructuredMember(innerList);
            return true;
        }

        if (!TryParseItem(ref reader, text, out var item))
        {
            return false;
        }

        member = new StructuredMember(item);
        return true;
    }

    private static bool TryParseInnerList(ref FieldReader reader, ReadOnlySpan<char> text, [NotNullWhen(true)] out StructuredInnerList? innerList)
    {
        innerList = null;
        reader.TryConsume('(');
        var items = ImmutableArray.CreateBuilder<StructuredItem>();
        reader.SkipSpaces();
        while (!reader.TryConsume(')'))
        {
            if (items.Count == MaxInnerListItems || !TryParseItem(ref reader, text, out var item))
            {
                return false;
            }

            items.Add(item);
            if (reader.SkipSpaces() == 0 && !reader.Is(')'))
            {
                return false;
            }
        }

        if (!TryParseParameters(ref reader, text, out var parameters))
        {
            return false;
        }

        innerList = new StructuredInnerList(items.DrainToImmutable(), parameters);
        return true;
    }
}
