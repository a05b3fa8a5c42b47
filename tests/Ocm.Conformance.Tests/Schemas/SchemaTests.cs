namespace Ocm.Conformance.Schemas;

/// <summary>The published schemas are those of the models. Bring them up to date with <see cref="HowToUpdate"/>.</summary>
[NonParallelizable]
internal sealed class SchemaTests
{
    private const string HowToUpdate = "OCM_UPDATE_SCHEMAS=1 dotnet test tests/Ocm.Conformance.Tests --filter Schemas";

    private static IEnumerable<string> Names => MessageSchemas.All.Keys;

    [TestCaseSource(nameof(Names))]
    public void PublishedSchema_IsTheOneOfTheModel(string name)
    {
        var path = Repository.PathOf(Path.Combine(MessageSchemas.Folder, MessageSchemas.FileName(name)));
        var schema = MessageSchemas.Write(name);
        if (Environment.GetEnvironmentVariable("OCM_UPDATE_SCHEMAS") == "1")
        {
            File.WriteAllText(path, schema);
        }

        Assert.That(File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : string.Empty, Is.EqualTo(schema), $"the schema is stale: {HowToUpdate}");
    }

    [Test]
    public void PublishedSchema_IsOfAMessage() => Assert.That(
        Directory.EnumerateFiles(Repository.PathOf(MessageSchemas.Folder), "*.json").Select(Path.GetFileName),
        Is.EquivalentTo(Names.Select(MessageSchemas.FileName)));
}
