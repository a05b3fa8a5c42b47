using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ocm.Serialization;

/// <summary>Each field of each message: missing, null, of a wrong type, empty, too long, with wrong characters, unknown, duplicated.</summary>
public sealed class BadFieldTests
{
    private static IEnumerable<TestCaseData> Cases() => FieldTable.All
        .SelectMany(row => FieldVariants.Of(row.Example, row.Field).Select(variant => new TestCaseData(row.Message, variant.Json, variant.Bad ? row.Field.Path : null)
            .SetArgDisplayNames(row.Message.Name, row.Field.Path, variant.What)));

    [TestCaseSource(nameof(Cases))]
    [Property("Requirement", "SHARE-22")]
    [Property("Requirement", "SHARE-07")]
    [Property("Requirement", "SHARE-08")]
    [Property("Requirement", "REQ-01")]
    [Property("Requirement", "DISC-14")]
    public void Read_FieldVariant_IsTakenOrNamedAlone(object message, string json, string? badField)
    {
        var bad = ((Message)message).BadFields(json);
        Assert.That(bad, Is.EqualTo(badField is null ? Array.Empty<string>() : [badField]), json);
    }

    [Test]
    public void Table_HoldsEveryMemberThatAMessageHas()
    {
        var shown = FieldTable.All.Select(row => (row.Message.Name, row.Field.Path[(row.Field.Path.LastIndexOf('.') + 1)..])).ToHashSet();
        foreach (var (message, example) in Message.All)
        {
            foreach (var member in JsonNode.Parse(example)!.AsObject())
            {
                Assert.That(shown, Does.Contain((message.Name, member.Key)));
            }
        }
    }

    [TestCase("1")]
    [TestCase("null")]
    [TestCase("\"x\"")]
    [TestCase("[]")]
    public void Read_ResourceTypeThatIsNoObject_IsNamedByItsIndex(string value) => Assert.That(
        Message.Discovery.BadFields(FieldVariants.With(Examples.Discovery, "resourceTypes", $"[{value}]")),
        Is.EqualTo(new[] { "resourceTypes[0]" }));

    [Test]
    public void ReadElement_HalfASurrogatePair_IsAMistakeInThatField()
    {
        // ParseObject refuses such a body as a whole; an element may come from elsewhere.
        var root = JsonNode.Parse(Examples.MultipleProtocols)!;
        var json = root.ToJsonString().Replace("resource.txt", "\\ud800", StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json);
        var failure = OcmJson.Read<Shares.ShareCreationNotification>(document.RootElement).Failure;
        Assert.That(failure!.ValidationErrors.Select(error => error.Name), Is.EqualTo(new[] { "name" }));
    }

    [TestCaseSource(nameof(Duplicates))]
    [Property("Requirement", "SHARE-22")]
    public void Read_DuplicatedField_RefusesTheWholeMessage(object message, string json) =>
        Assert.That(((Message)message).BadFields(json), Is.EqualTo(new[] { string.Empty }));

    private static IEnumerable<TestCaseData> Duplicates() => FieldTable.All.Select(row =>
        new TestCaseData(row.Message, FieldVariants.Twice(row.Example, row.Field.Path)).SetArgDisplayNames(row.Message.Name, row.Field.Path));
}
