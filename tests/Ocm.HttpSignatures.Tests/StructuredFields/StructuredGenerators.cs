using FsCheck;
using FsCheck.Fluent;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Tests.StructuredFields;

/// <summary>Generates structured fields of every shape, and text that resembles them.</summary>
public static class StructuredGenerators
{
    private const string KeyStart = "abcxyz*";
    private const string KeyRest = "abcxyz019_-.*";
    private const string TokenRest = "aZ09!#$%&'*+-.^_`|~:/";

    private static readonly string[] Pieces =
    [
        "a", "b", "sig1", "z9", "*", "A", "0", "1", "42", "-", ".", "1.5", "\"", "\\", "\\\"", "\"@method\"", "\"x\"", ":", ":AA==:", ":AAA:", "=", ";", ",", ", ",
        "(", ")", " ", "\t", "?", "?1", "?0", "@", "@1", "%", "%\"", "%c3%bc", "ü", "\u0000", "\r\n", "\n", "created", "999999999999999", "keyid", "/", "+",
    ];

    public static Arbitrary<StructuredItem> Items() => Arb.From(Item());

    public static Arbitrary<StructuredList> Lists() =>
        Arb.From(Members(Member()).Select(members => new StructuredList([.. members])));

    public static Arbitrary<StructuredDictionary> Dictionaries() =>
        Arb.From(Members(Pair(Member())).Select(entries => new StructuredDictionary([.. entries])));

    public static Arbitrary<FieldLikeText> Texts() =>
        Arb.From(Gen.Elements(Pieces).ListOf().Select(pieces => new FieldLikeText(string.Concat(pieces))));

    private static Gen<StructuredMember> Member() => Gen.OneOf(
        Item().Select(item => new StructuredMember(item)),
        Members(Item()).SelectMany(items => Parameters().Select(parameters => new StructuredMember(new StructuredInnerList([.. items], parameters)))));

    private static Gen<StructuredItem> Item() =>
        Value().SelectMany(value => Parameters().Select(parameters => new StructuredItem(value, parameters)));

    private static Gen<StructuredParameters> Parameters() =>
        Members(Pair(Value())).Select(entries => new StructuredParameters([.. entries]));

    private static Gen<T[]> Members<T>(Gen<T> member) => Gen.Choose(0, 4).SelectMany(count => member.ArrayOf(count));

    private static Gen<KeyValuePair<string, T>> Pair<T>(Gen<T> value) =>
        Key().SelectMany(key => value.Select(v => KeyValuePair.Create(key, v)));

    private static Gen<string> Key() =>
        Gen.Elements(KeyStart.ToCharArray()).SelectMany(first => Text(Gen.Elements(KeyRest.ToCharArray())).Select(rest => first + rest));

    private static Gen<string> Text(Gen<char> character) =>
        Gen.Choose(0, 6).SelectMany(length => character.ArrayOf(length)).Select(characters => new string(characters));

    private static Gen<StructuredValue> Value() => Gen.OneOf(
        Long().Select(StructuredValue.FromInteger),
        Long().Select(number => StructuredValue.FromDecimal(number / 1000m)),
        Text(Gen.Choose(' ', '~').Select(c => (char)c)).Select(StructuredValue.FromString),
        Gen.Elements("aZ*".ToCharArray()).SelectMany(first => Text(Gen.Elements(TokenRest.ToCharArray())).Select(rest => StructuredValue.FromToken(first + rest))),
        Gen.Choose(0, 255).Select(b => (byte)b).ListOf().Select(bytes => StructuredValue.FromBytes(bytes.ToArray())),
        Gen.Elements(true, false).Select(StructuredValue.FromBoolean),
        Long().Select(StructuredValue.FromDate),
        Text(Gen.Choose(0, 0xd7ff).Select(c => (char)c)).Select(StructuredValue.FromDisplayString));

    private static Gen<long> Long() => Gen.OneOf(
        Gen.Choose(-1000, 1000).Select(number => (long)number),
        Gen.Choose(0, int.MaxValue).SelectMany(high => Gen.Choose(0, int.MaxValue).Select(low => ((((long)high << 20) ^ low) % (2 * StructuredValue.MaxInteger)) - StructuredValue.MaxInteger)),
        Gen.Elements(StructuredValue.MaxInteger, -StructuredValue.MaxInteger));
}
