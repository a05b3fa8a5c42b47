namespace Ocm.Conformance.Coverage;

/// <summary>
/// No rule without a test over HTTP, no test of a rule that does not exist, and a page that says what there is. Bring the page up
/// to date with <c>OCM_UPDATE_CONFORMANCE=1 dotnet test tests/Ocm.Conformance.Tests --filter Coverage</c>.
/// </summary>
[NonParallelizable]
public sealed class CoverageTests
{
    private static readonly HashSet<string> Tested = [.. TestScanner.All.Where(test => test.Suffices).Select(test => test.RuleId)];

    [OneTimeSetUp]
    public static void UpdateWhereAsked()
    {
        if (Environment.GetEnvironmentVariable("OCM_UPDATE_CONFORMANCE") == "1")
        {
            File.WriteAllText(Repository.PathOf(CoveragePage.Path), CoveragePage.Write());
        }
    }

    [Test]
    public void EveryRule_HasATestOverHttp() => Assert.That(
        RuleList.All.Where(rule => !Tested.Contains(rule.Id)).Select(rule => rule.Id),
        Is.Empty,
        $"these rules need a test in {RuleTest.Conformance} that carries their id");

    [Test]
    public void EveryMust_HasBothSidesOverHttp()
    {
        var tests = TestScanner.All.Where(test => test.Suffices).ToLookup(test => test.RuleId);
        Assert.That(
            RuleList.All.Where(rule => rule.IsMust && tests[rule.Id].Select(test => test.ShowsForbidden).Distinct().Count() < 2),
            Is.Empty,
            $"these need a test in {RuleTest.Conformance} with [Property(\"Forbidden\", id)] and one without");
    }

    [Test]
    public void TestedRule_Exists() => Assert.That(
        TestScanner.All.Where(test => RuleList.All.All(rule => rule.Id != test.RuleId)).Select(test => $"{test.RuleId} in {test.Project}: {test.Name}"),
        Is.Empty);

    [Test]
    public void Page_SaysWhatThereIs() => Assert.That(
        File.Exists(Repository.PathOf(CoveragePage.Path)) ? File.ReadAllText(Repository.PathOf(CoveragePage.Path)).ReplaceLineEndings("\n") : string.Empty,
        Is.EqualTo(CoveragePage.Write()),
        $"the page is stale: {CoveragePage.HowToUpdate}");

    [Test]
    public void RuleList_IsWellFormed()
    {
        Assert.That(RuleList.All, Has.Count.EqualTo(147));
        Assert.That(RuleList.All.Select(rule => rule.Id), Is.Unique.And.All.Matches(@"^[A-Z]+-\d\d$"));
        Assert.That(RuleList.All.Select(rule => rule.Level).Distinct(), Is.SubsetOf(new[] { "MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY" }));
        Assert.That(RuleList.All.Where(rule => rule.Text.Length == 0 || rule.Source.Length == 0 || rule.Role.Length == 0), Is.Empty);
    }

    [Test]
    public void RuleThatLeavesAChoice_SaysWhatWeDo() =>
        Assert.That(RuleList.All.Where(rule => rule.IsMust == (rule.Ours.Length > 0)), Is.Empty, $"the last column of {RuleList.Path}");
}
