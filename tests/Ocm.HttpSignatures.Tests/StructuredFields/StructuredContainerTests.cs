using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Tests.StructuredFields;

public sealed class StructuredContainerTests
{
    private static readonly StructuredValue One = StructuredValue.FromInteger(1);
    private static readonly StructuredValue Two = StructuredValue.FromInteger(2);

    [TestCase("")]
    [TestCase("A")]
    [TestCase("0a")]
    [TestCase("a b")]
    [TestCase("ä")]
    public void Constructors_InvalidKey_Throw(string key)
    {
        Assert.That(() => new StructuredParameters(KeyValuePair.Create(key, One)), Throws.TypeOf<ArgumentException>());
        Assert.That(() => new StructuredDictionary(KeyValuePair.Create(key, new StructuredMember(new StructuredItem(One)))), Throws.TypeOf<ArgumentException>());
    }

    [Test]
    public void Constructors_Null_Throw()
    {
        Assert.That(() => new StructuredParameters(KeyValuePair.Create((string)null!, One)), Throws.ArgumentNullException);
        Assert.That(() => new StructuredMember((StructuredInnerList)null!), Throws.ArgumentNullException);
        Assert.That(() => StructuredFieldSerializer.Serialize((StructuredList)null!), Throws.ArgumentNullException);
        Assert.That(() => StructuredFieldSerializer.Serialize((StructuredDictionary)null!), Throws.ArgumentNullException);
        Assert.That(() => StructuredFieldSerializer.Serialize((StructuredInnerList)null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Constructors_KeyTwice_KeepFirstPlaceAndLastValue()
    {
        var parameters = new StructuredParameters(KeyValuePair.Create("a", One), KeyValuePair.Create("b", One), KeyValuePair.Create("a", Two));

        Assert.That(parameters.ToString(), Is.EqualTo(";a=2;b=1"));
        Assert.That(parameters.Count, Is.EqualTo(2));
    }

    [Test]
    public void TryGetValue_Parameters_FindsByKey()
    {
        var parameters = new StructuredParameters(KeyValuePair.Create("a", One), KeyValuePair.Create("b", Two));

        Assert.That(parameters.TryGetValue("b", out var value) ? value : default, Is.EqualTo(Two));
        Assert.That(parameters.TryGetValue("c", out _), Is.False);
        Assert.That(StructuredParameters.Empty.TryGetValue("a", out _), Is.False);
        Assert.That(StructuredParameters.Empty.Entries, Is.Empty);
    }

    [Test]
    public void TryGetMember_Dictionary_FindsByKey()
    {
        Assert.That(StructuredFieldParser.TryParseDictionary("a=1, b=(2);x", out var dictionary), Is.True);
        Assert.That(dictionary!.TryGetMember("b", out var member), Is.True);
        Assert.That(member.Item, Is.Null);
        Assert.That(member.InnerList!.Items.Single().Value, Is.EqualTo(Two));
        Assert.That(member.Parameters.ToString(), Is.EqualTo(";x"));
        Assert.That(dictionary.TryGetMember("a", out member), Is.True);
        Assert.That(member.InnerList, Is.Null);
        Assert.That(member.Item!.Value.Value, Is.EqualTo(One));
        Assert.That(dictionary.TryGetMember("c", out _), Is.False);
    }

    [Test]
    public void Defaults_OfImmutableArrays_AreEmpty()
    {
        Assert.That(new StructuredList(default).ToString(), Is.Empty);
        Assert.That(new StructuredInnerList(default).ToString(), Is.EqualTo("()"));
    }

    [TestCase("a;x=1", "a;x=1", true)]
    [TestCase("a;x=1;y", "a;y;x=1", false)]
    [TestCase("a;x=1", "a", false)]
    [TestCase("(a b)", "(a b)", true)]
    [TestCase("(a b);x", "(a b)", false)]
    [TestCase("(a b)", "(b a)", false)]
    [TestCase("(a)", "a", false)]
    [TestCase("a, b", "a, b", true)]
    [TestCase("a, b", "b, a", false)]
    [TestCase("", "a", false)]
    public void Equals_Lists_ComparesMembersParametersAndOrder(string left, string right, bool expected)
    {
        Assert.That(StructuredFieldParser.TryParseList(left, out var first), Is.True);
        Assert.That(StructuredFieldParser.TryParseList(right, out var second), Is.True);

        Assert.That(first!.Equals(second), Is.EqualTo(expected));
        Assert.That(first.Equals((object?)second), Is.EqualTo(expected));
        Assert.That(first.Equals(null), Is.False);
        if (first is { Members.Length: 1 } && second is { Members.Length: 1 })
        {
            Assert.That(first.Members[0] == second.Members[0], Is.EqualTo(expected));
            Assert.That(Equals(first.Members[0].InnerList, second.Members[0].InnerList) && first.Members[0].Item == second.Members[0].Item, Is.EqualTo(expected));
            Assert.That(first.Members[0].Parameters != second.Members[0].Parameters && expected, Is.False);
        }
    }

    [TestCase("a=1, b=2", "a=1, b=2", true)]
    [TestCase("a=1, b=2", "b=2, a=1", false)]
    [TestCase("a=1", "a=2", false)]
    [TestCase("a=1", "b=1", false)]
    public void Equals_Dictionaries_ComparesKeysMembersAndOrder(string left, string right, bool expected)
    {
        Assert.That(StructuredFieldParser.TryParseDictionary(left, out var first), Is.True);
        Assert.That(StructuredFieldParser.TryParseDictionary(right, out var second), Is.True);

        Assert.That(first!.Equals(second), Is.EqualTo(expected));
        Assert.That(first.Equals((object?)second), Is.EqualTo(expected));
        Assert.That(first.Equals(null), Is.False);
    }

    [Test]
    public void ToString_EachContainer_IsItsSerialization()
    {
        Assert.That(StructuredFieldParser.TryParseList("(1;a=2 b);c", out var list), Is.True);
        var member = list!.Members[0];

        Assert.That(list.ToString(), Is.EqualTo("(1;a=2 b);c"));
        Assert.That(member.ToString(), Is.EqualTo("(1;a=2 b);c"));
        Assert.That(member.InnerList!.ToString(), Is.EqualTo("(1;a=2 b);c"));
        Assert.That(member.InnerList.Items[0].ToString(), Is.EqualTo("1;a=2"));
        Assert.That(member.Parameters.ToString(), Is.EqualTo(";c"));
    }
}
