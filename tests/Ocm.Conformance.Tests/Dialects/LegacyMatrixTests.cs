using Ocm.Client.Dialects;
using Ocm.Server;
using Ocm.Testing.Simulators;

namespace Ocm.Conformance.Dialects;

/// <summary>What works with each family of older servers.</summary>
internal sealed class LegacyMatrixTests
{
    private const string Begin = "<!-- matrix: generated -->";
    private const string End = "<!-- end of matrix -->";

    private static IEnumerable<TestCaseData> Cells() =>
        from family in LegacyServerFamily.All
        from operation in LegacyMatrix.Operations
        select new TestCaseData(family, operation).SetArgDisplayNames(family.Name, operation.Name);

    [TestCaseSource(nameof(Cells))]
    [Property("Requirement", "DISC-17")]
    [Property("Requirement", "NOTIF-05")]
    public async Task Interoperable_Operation_IsAsTheMatrixSays(LegacyServerFamily family, LegacyOperation operation)
    {
        await using var rig = await LegacyRig.StartAsync(family, OcmPosture.Interoperable);

        var outcome = await operation.RunAsync(rig);

        Assert.That(outcome, Is.EqualTo(LegacyMatrix.Expected(family, operation).Outcome));
    }

    [Test]
    public void Matrix_OnTheInteroperabilityPage_IsUpToDate()
    {
        var path = Repository.PathOf("docs/interoperability.md");
        var page = File.ReadAllText(path);
        var start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.That(start, Is.GreaterThan(Begin.Length).And.LessThan(end));
        var matrix = $"\n{LegacyMatrix.ToMarkdown()}\nIn `Strict`:\n\n{StrictTable.ToMarkdown()}\n{Tolerances()}";
        if (Environment.GetEnvironmentVariable("OCM_UPDATE_CONFORMANCE") is not null)
        {
            File.WriteAllText(path, page[..start] + matrix + page[end..]);
            return;
        }

        Assert.That(page[start..end], Is.EqualTo(matrix), "Run the tests with OCM_UPDATE_CONFORMANCE=1 to write the matrix anew.");
    }

    private static string Tolerances() => "| message | read tolerantly by |\n|---|---|\n" + string.Concat(Enum.GetValues<LegacyMessageKind>()
        .Select(kind => $"| {kind} | {string.Join(", ", LegacyMessageReader.Names(kind).Select(name => $"`{name}`{Status(kind, name)}"))} |\n"));

    // The status of the draft for the same form; of what others answer there is none.
    private static string Status(LegacyMessageKind kind, string name) =>
        OldForms.All.FirstOrDefault(form => form.Kind == kind && form.Tolerance == name) is { } form ? $" ({form.Strict})" : string.Empty;
}
