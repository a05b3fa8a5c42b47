using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Tests.StructuredFields;

/// <summary>Values that differ in one part have different hash codes: each part counts.</summary>
public sealed class StructuredHashTests
{
    [TestCase("1", "2")]
    [TestCase("1", "@1")]
    [TestCase("\"a\"", "\"b\"")]
    [TestCase("a", "\"a\"")]
    [TestCase(":AAAA:", ":AAAB:")]
    [TestCase("1;a", "1;b")]
    [TestCase("1;a=1", "1;a=2")]
    [TestCase("%\"a\"", "%\"b\"")]
    public void GetHashCode_OtherItem_Differs(string left, string right) => Assert.That(Item(left), Is.Not.EqualTo(Item(right)));

    [TestCase("a, b", "a, c")]
    [TestCase("(a b)", "(a c)")]
    [TestCase("(a b);x", "(a b);y")]
    public void GetHashCode_OtherList_Differs(string left, string right) => Assert.That(List(left), Is.Not.EqualTo(List(right)));

    [TestCase("a=1", "b=1")]
    [TestCase("a=1", "a=2")]
    public void GetHashCode_OtherDictionary_Differs(string left, string right) => Assert.That(Dictionary(left), Is.Not.EqualTo(Dictionary(right)));

    [TestCase("~", "%\"~\"")]
    [TestCase("\u007f", "%\"%7f\"")]
    [TestCase("%", "%\"%25\"")]
    public void ToString_DisplayString_EscapesWhatMustBe(string text, string expected) =>
        Assert.That(StructuredValue.FromDisplayString(text).ToString(), Is.EqualTo(expected));

    private static int Item(string text) => StructuredFieldParser.TryParseItem(text, out var item) ? item.GetHashCode() : throw new ArgumentException(text);

    private static int List(string text) => StructuredFieldParser.TryParseList(text, out var list) ? list.GetHashCode() : throw new ArgumentException(text);

    private static int Dictionary(string text) =>
        StructuredFieldParser.TryParseDictionary(text, out var dictionary) ? dictionary.GetHashCode() : throw new ArgumentException(text);
}
