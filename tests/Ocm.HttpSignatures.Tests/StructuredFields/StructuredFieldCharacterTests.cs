using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Tests.StructuredFields;

/// <summary>Each ASCII character, and a few beyond, at each place of strings, tokens, keys and byte sequences.</summary>
[Property("Requirement", "SIG-22")]
public sealed class StructuredFieldCharacterTests
{
    private const string LowerAndStar = "abcdefghijklmnopqrstuvwxyz*";
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";

    private static IEnumerable<char> Characters() => Enumerable.Range(0, 0x80).Select(c => (char)c).Concat(['\u0080', '\u00ff', '\u0130', '\u212a', '\uff11', '\ud800']);

    [TestCaseSource(nameof(Characters))]
    public void TryParseItem_CharacterInString_IsTakenWhenPrintable(char c)
    {
        var expected = c is >= ' ' and <= '~' and not ('"' or '\\');

        Assert.That(StructuredFieldParser.TryParseItem($"\"a{c}b\"", out var item), Is.EqualTo(expected));
        Assert.That(!expected || (item.Value.TryGetString(out var text) && text == $"a{c}b"), Is.True);
    }

    [TestCaseSource(nameof(Characters))]
    public void TryParseItem_CharacterEscapedInString_IsTakenWhenQuoteOrBackslash(char c) =>
        Assert.That(StructuredFieldParser.TryParseItem($"\"\\{c}\"", out _), Is.EqualTo(c is '"' or '\\'));

    [TestCaseSource(nameof(Characters))]
    public void TryParseItem_CharacterInToken_IsTakenWhenTokenCharacter(char c) =>
        Assert.That(
            StructuredFieldParser.TryParseItem($"a{c}b", out var item) && item.Parameters.Count == 0,
            Is.EqualTo((Letters + Digits + "!#$%&'*+-.^_`|~:/").Contains(c)));

    [TestCaseSource(nameof(Characters))]
    public void TryParseItem_CharacterBeforeToken_IsTakenWhenLetterOrStar(char c) =>
        Assert.That(
            StructuredFieldParser.TryParseItem($"{c}a", out var item) && item.Value.TryGetToken(out var token) && token.Length == 2,
            Is.EqualTo((Letters + "*").Contains(c)));

    [TestCaseSource(nameof(Characters))]
    public void TryParseDictionary_CharacterBeforeKey_IsTakenWhenLowerCaseLetterOrStar(char c) =>
        Assert.That(
            StructuredFieldParser.TryParseDictionary($"{c}a=1", out var dictionary) && dictionary.TryGetMember($"{c}a", out _),
            Is.EqualTo(LowerAndStar.Contains(c)));

    [TestCaseSource(nameof(Characters))]
    public void TryParseDictionary_CharacterInKey_IsTakenWhenKeyCharacter(char c) =>
        Assert.That(
            StructuredFieldParser.TryParseDictionary($"a{c}b=1", out var dictionary) && dictionary.TryGetMember($"a{c}b", out _),
            Is.EqualTo((LowerAndStar + Digits + "_-.").Contains(c)));

    [TestCaseSource(nameof(Characters))]
    public void TryParseItem_CharacterInParameterKey_IsTakenWhenKeyCharacter(char c) =>
        Assert.That(
            StructuredFieldParser.TryParseItem($"1;a{c}b=1", out var item) && item.Parameters.TryGetValue($"a{c}b", out _),
            Is.EqualTo((LowerAndStar + Digits + "_-.").Contains(c)));

    [TestCaseSource(nameof(Characters))]
    public void TryParseItem_CharacterInBytes_IsTakenWhenBase64(char c) =>
        Assert.That(StructuredFieldParser.TryParseItem($":A{c}AA:", out _), Is.EqualTo((Letters + Digits + "+/").Contains(c)));

    [TestCaseSource(nameof(Characters))]
    public void TryParseItem_CharacterInDisplayString_IsTakenWhenPrintable(char c) =>
        Assert.That(StructuredFieldParser.TryParseItem($"%\"a{c}g\"", out _), Is.EqualTo(c is >= ' ' and <= '~' and not ('"' or '%')));

    [TestCaseSource(nameof(Characters))]
    public void TryParseItem_CharacterAsHexDigit_IsTakenWhenLowerCaseHex(char c)
    {
        const string Hex = "0123456789abcdef";

        Assert.That(StructuredFieldParser.TryParseItem($"%\"%4{c}\"", out _), Is.EqualTo(Hex.Contains(c)));
        Assert.That(StructuredFieldParser.TryParseItem($"%\"%{c}1\"", out _), Is.EqualTo(Hex[..8].Contains(c)));
    }

    [TestCaseSource(nameof(Characters))]
    public void TryParseList_CharacterBetweenMembers_IsTakenWhenComma(char c) =>
        Assert.That(
            StructuredFieldParser.TryParseList($"?1{c}?1", out var list) && list.Members.Length == 2,
            Is.EqualTo(c == ','));

    [TestCaseSource(nameof(Characters))]
    public void TryParseList_CharacterBetweenInnerItems_IsTakenWhenSpace(char c) =>
        Assert.That(
            StructuredFieldParser.TryParseList($"(?1{c}?1)", out var list) && list.Members[0].InnerList!.Items.Length == 2,
            Is.EqualTo(c == ' '));
}
