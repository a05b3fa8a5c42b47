using System.Globalization;
using System.Text.Json;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Tests.StructuredFields;

/// <summary>The cases of Vectors/structured-fields.json: what is parsed to what, and what is refused.</summary>
[Property("Requirement", "SIG-22")]
public sealed class StructuredFieldCaseTests
{
    private static readonly JsonElement[] AllCases = [.. TestVectors.Read("structured-fields.json").GetProperty("cases").EnumerateArray()];

    private static IEnumerable<TestCaseData> Refused() => Cases(expectFailure: true);

    private static IEnumerable<TestCaseData> Accepted() => Cases(expectFailure: false);

    [TestCaseSource(nameof(Refused))]
    public void TryParse_Malformed_IsRefused(JsonElement testCase) =>
        Assert.That(Parse(Type(testCase), Text(testCase)), Is.Null);

    [TestCaseSource(nameof(Accepted))]
    public void TryParse_WellFormed_GivesTheValue(JsonElement testCase) =>
        Assert.That(Parse(Type(testCase), Text(testCase)), Is.EqualTo(Expected(testCase)));

    [TestCaseSource(nameof(Accepted))]
    public void Serialize_Value_IsCanonical(JsonElement testCase)
    {
        var canonical = testCase.TryGetProperty("canonical", out var given) ? given.GetString() : Text(testCase);

        Assert.That(Expected(testCase).ToString(), Is.EqualTo(canonical));
    }

    [TestCaseSource(nameof(Accepted))]
    public void GetHashCode_EqualValues_IsTheSame(JsonElement testCase) =>
        Assert.That(Parse(Type(testCase), Text(testCase))!.GetHashCode(), Is.EqualTo(Expected(testCase).GetHashCode()));

    private static IEnumerable<TestCaseData> Cases(bool expectFailure)
    {
        foreach (var testCase in AllCases)
        {
            if (testCase.GetProperty("expected").ValueKind == JsonValueKind.Null == expectFailure)
            {
                yield return new TestCaseData(testCase).SetArgDisplayNames(testCase.GetProperty("type").GetString() + ": " + testCase.GetProperty("name").GetString());
            }
        }
    }

    private static string Type(JsonElement testCase) => testCase.GetProperty("type").GetString()!;

    private static string Text(JsonElement testCase) =>
        string.Join(", ", testCase.GetProperty("raw").EnumerateArray().Select(line => line.GetString()));

    private static object? Parse(string type, string text) => type switch
    {
        "item" => StructuredFieldParser.TryParseItem(text, out var item) ? item : null,
        "list" => StructuredFieldParser.TryParseList(text, out var list) ? list : null,
        _ => StructuredFieldParser.TryParseDictionary(text, out var dictionary) ? dictionary : null,
    };

    private static object Expected(JsonElement testCase)
    {
        var expected = testCase.GetProperty("expected");
        return Type(testCase) switch
        {
            "item" => Item(expected),
            "list" => new StructuredList([.. expected.EnumerateArray().Select(Member)]),
            _ => new StructuredDictionary([.. expected.EnumerateArray().Select(pair => KeyValuePair.Create(pair[0].GetString()!, Member(pair[1])))]),
        };
    }

    private static StructuredMember Member(JsonElement element) => element.TryGetProperty("items", out var items)
        ? new StructuredMember(new StructuredInnerList([.. items.EnumerateArray().Select(Item)], Parameters(element)))
        : new StructuredMember(Item(element));

    private static StructuredItem Item(JsonElement element) => new(Value(element.GetProperty("value")), Parameters(element));

    private static StructuredParameters Parameters(JsonElement element) => element.TryGetProperty("parameters", out var parameters)
        ? new StructuredParameters([.. parameters.EnumerateArray().Select(pair => KeyValuePair.Create(pair[0].GetString()!, Value(pair[1])))])
        : StructuredParameters.Empty;

    private static StructuredValue Value(JsonElement element)
    {
        var typed = element.EnumerateObject().Single();
        return typed.Name switch
        {
            "integer" => StructuredValue.FromInteger(typed.Value.GetInt64()),
            "decimal" => StructuredValue.FromDecimal(decimal.Parse(typed.Value.GetString()!, CultureInfo.InvariantCulture)),
            "string" => StructuredValue.FromString(typed.Value.GetString()!),
            "token" => StructuredValue.FromToken(typed.Value.GetString()!),
            "bytes" => StructuredValue.FromBytes(Convert.FromHexString(typed.Value.GetString()!)),
            "boolean" => StructuredValue.FromBoolean(typed.Value.GetBoolean()),
            "date" => StructuredValue.FromDate(typed.Value.GetInt64()),
            "display" => StructuredValue.FromDisplayString(typed.Value.GetString()!),
            _ => throw new InvalidOperationException("The vectors name a type that there is not."),
        };
    }
}
