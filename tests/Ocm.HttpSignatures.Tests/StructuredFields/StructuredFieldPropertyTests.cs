#pragma warning disable NUnit1027 // FsCheck supplies the arguments.
using Ocm.HttpSignatures.StructuredFields;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Ocm.HttpSignatures.Tests.StructuredFields;

/// <summary>Parse and serialize are inverse, for any value; and any text gets an answer.</summary>
public sealed class StructuredFieldPropertyTests
{
    [Property(MaxTest = 500, Arbitrary = [typeof(StructuredGenerators)])]
    public bool TryParseList_SerializedList_IsTheList(StructuredList list) =>
        StructuredFieldParser.TryParseList(list.ToString(), out var parsed) && parsed.Equals(list);

    [Property(MaxTest = 500, Arbitrary = [typeof(StructuredGenerators)])]
    public bool TryParseDictionary_SerializedDictionary_IsTheDictionary(StructuredDictionary dictionary) =>
        StructuredFieldParser.TryParseDictionary(dictionary.ToString(), out var parsed) && parsed.Equals(dictionary);

    [Property(MaxTest = 500, Arbitrary = [typeof(StructuredGenerators)])]
    public bool TryParseItem_SerializedItem_IsTheItem(StructuredItem item) =>
        StructuredFieldParser.TryParseItem(item.ToString(), out var parsed) && parsed == item;

    [Property(MaxTest = 3000, Arbitrary = [typeof(StructuredGenerators)])]
    public bool TryParse_AnyText_IsRefusedOrStableAfterSerialization(FieldLikeText text)
    {
        var item = !StructuredFieldParser.TryParseItem(text.Value, out var parsedItem)
            || (StructuredFieldParser.TryParseItem(parsedItem.ToString(), out var again) && again == parsedItem);
        var list = !StructuredFieldParser.TryParseList(text.Value, out var parsedList)
            || (StructuredFieldParser.TryParseList(parsedList.ToString(), out var listAgain) && listAgain.Equals(parsedList));
        var dictionary = !StructuredFieldParser.TryParseDictionary(text.Value, out var parsedDictionary)
            || (StructuredFieldParser.TryParseDictionary(parsedDictionary.ToString(), out var dictionaryAgain) && dictionaryAgain.Equals(parsedDictionary));
        return item && list && dictionary;
    }
}
