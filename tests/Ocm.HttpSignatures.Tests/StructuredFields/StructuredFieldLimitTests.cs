using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Tests.StructuredFields;

/// <summary>What RFC 9651 asks a parser to support at least is parsed, and what is over our limits is refused.</summary>
[Property("Requirement", "SIG-22")]
public sealed class StructuredFieldLimitTests
{
    [TestCase(0, true)]
    [TestCase(StructuredFieldParser.MaxMembers, true)]
    [TestCase(StructuredFieldParser.MaxMembers + 1, false)]
    public void TryParseList_ManyMembers_IsParsedToTheLimit(int count, bool expected)
    {
        Assert.That(StructuredFieldParser.TryParseList(string.Join(", ", Enumerable.Repeat("a1", count)), out var list), Is.EqualTo(expected));
        Assert.That(list?.Members.Length ?? count, Is.EqualTo(count));
    }

    [TestCase(StructuredFieldParser.MaxMembers, true)]
    [TestCase(StructuredFieldParser.MaxMembers + 1, false)]
    public void TryParseDictionary_ManyKeysOf64Characters_IsParsedToTheLimit(int count, bool expected)
    {
        var keys = Enumerable.Range(0, count).Select(i => $"k{i}".PadRight(64, '_')).ToArray();

        Assert.That(StructuredFieldParser.TryParseDictionary(string.Join(",", keys), out var dictionary), Is.EqualTo(expected));
        Assert.That(dictionary?.Entries.Select(entry => entry.Key) ?? keys, Is.EqualTo(keys));
    }

    [Test]
    public void TryParseDictionary_OneKeyTooOften_IsRefused() =>
        Assert.That(StructuredFieldParser.TryParseDictionary(string.Join(",", Enumerable.Repeat("a", StructuredFieldParser.MaxMembers + 1)), out _), Is.False);

    [Test]
    public void TryParseDictionary_KeysRepeatedAmongMany_KeepFirstPlaceAndLastMember()
    {
        var text = string.Join(",", Enumerable.Range(0, 40).Select(i => $"k{i}=0").Concat(Enumerable.Range(0, 40).Select(i => $"k{i}={i}")));

        Assert.That(StructuredFieldParser.TryParseDictionary(text, out var dictionary), Is.True);
        Assert.That(dictionary!.ToString(), Is.EqualTo(string.Join(", ", Enumerable.Range(0, 40).Select(i => $"k{i}={i}"))));
    }

    [TestCase(StructuredFieldParser.MaxInnerListItems, true)]
    [TestCase(StructuredFieldParser.MaxInnerListItems + 1, false)]
    public void TryParseList_LongInnerList_IsParsedToTheLimit(int count, bool expected) =>
        Assert.That(StructuredFieldParser.TryParseList("(" + string.Join(" ", Enumerable.Repeat("1", count)) + ")", out _), Is.EqualTo(expected));

    [TestCase(StructuredFieldParser.MaxParameters, true)]
    [TestCase(StructuredFieldParser.MaxParameters + 1, false)]
    public void TryParseItem_ManyParameters_IsParsedToTheLimit(int count, bool expected)
    {
        var parameters = string.Concat(Enumerable.Range(0, count).Select(i => $";p{i}={i}"));

        Assert.That(StructuredFieldParser.TryParseItem("1" + parameters, out var item), Is.EqualTo(expected));
        Assert.That(expected ? item.Parameters.ToString() : parameters, Is.EqualTo(parameters));
        Assert.That(StructuredFieldParser.TryParseItem("1" + string.Concat(Enumerable.Repeat(";a", count)), out _), Is.EqualTo(expected));
    }

    [TestCase(StructuredFieldParser.MaxLength, true)]
    [TestCase(StructuredFieldParser.MaxLength + 1, false)]
    public void TryParse_LongField_IsParsedToTheLimit(int length, bool expected)
    {
        var text = "\"" + new string('x', length - 2) + "\"";

        Assert.That(StructuredFieldParser.TryParseItem(text, out _), Is.EqualTo(expected));
        Assert.That(StructuredFieldParser.TryParseList(text, out _), Is.EqualTo(expected));
        Assert.That(StructuredFieldParser.TryParseDictionary("a=" + text[2..] is var rest ? "a=\"" + rest[3..] : null, out _), Is.EqualTo(expected));
    }

    [Test]
    public void TryParseItem_LargeBytes_AreDecoded()
    {
        var bytes = new byte[16384];
        Array.Fill(bytes, (byte)0xa5);

        Assert.That(StructuredFieldParser.TryParseItem(":" + Convert.ToBase64String(bytes) + ":", out var item), Is.True);
        Assert.That(item.Value, Is.EqualTo(StructuredValue.FromBytes(bytes)));
    }

    [Test]
    public void TryParseItem_LongDisplayString_IsDecoded()
    {
        Assert.That(StructuredFieldParser.TryParseItem("%\"" + string.Concat(Enumerable.Repeat("%c3%bc", 2000)) + "\"", out var item), Is.True);
        Assert.That(item.Value, Is.EqualTo(StructuredValue.FromDisplayString(new string('ü', 2000))));
    }
}
