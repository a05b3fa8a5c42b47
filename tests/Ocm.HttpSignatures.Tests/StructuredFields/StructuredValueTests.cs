using System.Globalization;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Tests.StructuredFields;

public sealed class StructuredValueTests
{
    [TestCase("0.0015", "0.002")]
    [TestCase("0.0025", "0.002")]
    [TestCase("-0.0015", "-0.002")]
    [TestCase("-0.0025", "-0.002")]
    [TestCase("9.9995", "10.0")]
    [TestCase("1", "1.0")]
    [TestCase("999999999999.9994", "999999999999.999")]
    public void FromDecimal_MoreDigits_RoundsHalfToEven(string number, string expected) =>
        Assert.That(StructuredValue.FromDecimal(decimal.Parse(number, CultureInfo.InvariantCulture)).ToString(), Is.EqualTo(expected));

    [TestCase("1000000000000")]
    [TestCase("-1000000000000")]
    [TestCase("999999999999.9995")]
    [TestCase("-999999999999.9995")]
    public void FromDecimal_TooLarge_Throws(string number) =>
        Assert.That(() => StructuredValue.FromDecimal(decimal.Parse(number, CultureInfo.InvariantCulture)), Throws.TypeOf<ArgumentOutOfRangeException>());

    [TestCase(1_000_000_000_000_000)]
    [TestCase(-1_000_000_000_000_000)]
    [TestCase(long.MinValue)]
    [TestCase(long.MaxValue)]
    public void FromIntegerAndDate_TooLarge_Throws(long number)
    {
        Assert.That(() => StructuredValue.FromInteger(number), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => StructuredValue.FromDate(number), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [TestCase(StructuredValue.MaxInteger)]
    [TestCase(-StructuredValue.MaxInteger)]
    public void FromIntegerAndDate_Largest_IsWritten(long number)
    {
        Assert.That(StructuredValue.FromInteger(number).ToString(), Is.EqualTo($"{number}"));
        Assert.That(StructuredValue.FromDate(number).ToString(), Is.EqualTo($"@{number}"));
    }

    [TestCase("\u0000")]
    [TestCase("a\tb")]
    [TestCase("a\u007f")]
    [TestCase("ü")]
    public void FromString_OtherThanPrintableAscii_Throws(string text) =>
        Assert.That(() => StructuredValue.FromString(text), Throws.TypeOf<ArgumentException>());

    [TestCase("")]
    [TestCase("1a")]
    [TestCase("a b")]
    [TestCase("a\"")]
    [TestCase("ä")]
    public void FromToken_NoToken_Throws(string text) =>
        Assert.That(() => StructuredValue.FromToken(text), Throws.TypeOf<ArgumentException>());

    [Test]
    public void FromDisplayString_HalfASurrogatePair_Throws()
    {
        foreach (var text in new[] { "\ud800", "a\udc00b", "\ud83d\ud83d\ude00" })
        {
            Assert.That(() => StructuredValue.FromDisplayString(text), Throws.TypeOf<ArgumentException>());
        }
    }

    [TestCase("")]
    [TestCase("\ufffd")]
    [TestCase("\ud83d\ude00")]
    public void FromDisplayString_WellFormed_IsKept(string text)
    {
        Assert.That(StructuredValue.FromDisplayString(text).TryGetDisplayString(out var kept), Is.True);
        Assert.That(kept, Is.EqualTo(text));
    }

    [Test]
    public void Factories_Null_Throw()
    {
        Assert.That(() => StructuredValue.FromString(null!), Throws.ArgumentNullException);
        Assert.That(() => StructuredValue.FromToken(null!), Throws.ArgumentNullException);
        Assert.That(() => StructuredValue.FromDisplayString(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void FromBytes_CallersArrayChanges_ValueStays()
    {
        byte[] bytes = [1, 2, 3];
        var value = StructuredValue.FromBytes(bytes);
        bytes[0] = 9;

        Assert.That(value.ToString(), Is.EqualTo(":AQID:"));
    }

    [Test]
    public void TryGet_EachType_AnswersToItsOwnOnly()
    {
        var values = AllTypes();
        for (var i = 0; i < values.Length; i++)
        {
            bool[] answers =
            [
                values[i].TryGetInteger(out _), values[i].TryGetDecimal(out _), values[i].TryGetString(out _), values[i].TryGetToken(out _),
                values[i].TryGetBytes(out _), values[i].TryGetBoolean(out _), values[i].TryGetDate(out _), values[i].TryGetDisplayString(out _),
            ];

            Assert.That(answers.Select((answer, index) => (answer, index)).Where(pair => pair.answer).Select(pair => pair.index), Is.EqualTo(new[] { i }));
            Assert.That((int)values[i].Kind, Is.EqualTo(i));
        }
    }

    [Test]
    public void TryGet_OwnType_GivesTheValue()
    {
        var values = AllTypes();
        Assert.That(values[0].TryGetInteger(out var integer) ? integer : 0, Is.EqualTo(1));
        Assert.That(values[1].TryGetDecimal(out var number) ? number : 0, Is.EqualTo(1.5m));
        Assert.That(values[2].TryGetString(out var text) ? text : null, Is.EqualTo("a"));
        Assert.That(values[3].TryGetToken(out var token) ? token : null, Is.EqualTo("a"));
        Assert.That(values[4].TryGetBytes(out var bytes) ? bytes.ToArray() : null, Is.EqualTo(new byte[] { 1 }));
        Assert.That(values[5].TryGetBoolean(out var boolean) && boolean, Is.True);
        Assert.That(values[6].TryGetDate(out var date) ? date : 0, Is.EqualTo(1));
        Assert.That(values[7].TryGetDisplayString(out var displayed) ? displayed : null, Is.EqualTo("a"));
        Assert.That(StructuredValue.FromBoolean(false).TryGetBoolean(out boolean) && !boolean, Is.True);
    }

    [Test]
    public void Equals_DifferentTypesOrValues_IsFalse()
    {
        var values = AllTypes();
        StructuredValue[] others =
        [
            StructuredValue.FromInteger(2), StructuredValue.FromDecimal(2.5m), StructuredValue.FromString("b"), StructuredValue.FromToken("b"),
            StructuredValue.FromBytes([2]), StructuredValue.FromBoolean(false), StructuredValue.FromDate(2), StructuredValue.FromDisplayString("b"),
        ];
        var all = values.Concat(others).ToArray();
        for (var i = 0; i < all.Length; i++)
        {
            for (var j = 0; j < all.Length; j++)
            {
                Assert.That(all[i] == all[j], Is.EqualTo(i == j), $"{all[i]} and {all[j]}");
                Assert.That(all[i] != all[j], Is.EqualTo(i != j));
                Assert.That(all[i].Equals((object)all[j]), Is.EqualTo(i == j));
            }
        }

        Assert.That(values[0].Equals("1"), Is.False);
    }

    [Test]
    public void Default_IsTheIntegerZero()
    {
        Assert.That(default(StructuredValue), Is.EqualTo(StructuredValue.FromInteger(0)));
        Assert.That(default(StructuredItem).ToString(), Is.EqualTo("0"));
        Assert.That(default(StructuredMember).ToString(), Is.EqualTo("0"));
    }

    private static StructuredValue[] AllTypes() =>
    [
        StructuredValue.FromInteger(1), StructuredValue.FromDecimal(1.5m), StructuredValue.FromString("a"), StructuredValue.FromToken("a"),
        StructuredValue.FromBytes([1]), StructuredValue.True, StructuredValue.FromDate(1), StructuredValue.FromDisplayString("a"),
    ];
}
