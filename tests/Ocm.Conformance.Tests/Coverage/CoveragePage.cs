using System.Globalization;
using System.Text;

namespace Ocm.Conformance.Coverage;

/// <summary>Writes <c>docs/conformance.md</c>: each rule, what we do where there is a choice, and the tests that show it.</summary>
internal static class CoveragePage
{
    internal const string Path = "docs/conformance.md";
    internal const string HowToUpdate = "OCM_UPDATE_CONFORMANCE=1 dotnet test tests/Ocm.Conformance.Tests --filter Coverage";

    internal static string Write()
    {
        var tests = TestScanner.All.ToLookup(test => test.RuleId);
        var page = new StringBuilder();
        page.Append("# Conformance to OCM 1.4\n\n");
        page.Append("Made from `conformance-requirements.tsv` and the tests by `").Append(HowToUpdate).Append("`. Do not edit.\n\n");
        page.Append("The rules are those of draft-ietf-ocm-open-cloud-mesh-07 and of the OpenAPI description beside it, in our own words; the ids are ours. ");
        page.Append("Each test named here carries the id as its `Requirement` property: `dotnet test --filter \"Requirement=SIG-10\"` runs the tests of one rule. ");
        page.Append("The checks of the [conformance kit](conformance-kit.md) run against the sample server (`SamplePeerTests`).\n\n");
        page.Append("Of a MUST both sides are shown: tests of what is allowed or asked for, and tests of what is forbidden (property `Forbidden`).\n\n");
        page.Append("A green run shows that the code does what the rule says in the cases that the tests make. It does not show that other servers do.\n\n");
        Summary(page, tests);
        foreach (var area in RuleList.All.GroupBy(rule => rule.Area))
        {
            page.Append("\n## ").Append(char.ToUpperInvariant(area.Key[0])).Append(area.Key.AsSpan(1)).Append('\n');
            foreach (var rule in area)
            {
                Rule(page, rule, [.. tests[rule.Id]]);
            }
        }

        return page.ToString();
    }

    private static void Summary(StringBuilder page, ILookup<string, RuleTest> tests)
    {
        page.Append("| level | rules | with tests | with tests over HTTP in the conformance project |\n|---|---|---|---|\n");
        foreach (var level in RuleList.All.GroupBy(rule => rule.Level))
        {
            var (tested, shown) = (level.Count(rule => tests.Contains(rule.Id)), level.Count(rule => tests[rule.Id].Any(test => test.Suffices)));
            page.Append(CultureInfo.InvariantCulture, $"| {level.Key} | {level.Count()} | {tested} | {shown} |\n");
        }
    }

    private static void Rule(StringBuilder page, RuleEntry rule, List<RuleTest> tests)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n### {rule.Id}\n\n**{rule.Level}**, {rule.Role}. {rule.Text}\n\n*Source: {rule.Source}*\n");
        if (rule.Ours.Length > 0)
        {
            page.Append("\nWhat we do: ").Append(rule.Ours).Append('\n');
        }

        if (tests.Count == 0)
        {
            page.Append("\nNo test yet.\n");
            return;
        }

        page.Append('\n');
        foreach (var project in tests.GroupBy(test => (test.Project, test.ShowsForbidden)).OrderBy(group => group.Key.Project, StringComparer.Ordinal).ThenBy(group => group.Key.ShowsForbidden))
        {
            var names = project.Select(test => $"`{test.Name}`").Distinct().Order(StringComparer.Ordinal);
            page.Append(CultureInfo.InvariantCulture, $"- {project.Key.Project}{(project.Key.ShowsForbidden ? ", what is forbidden" : string.Empty)}: {string.Join(", ", names)}\n");
        }
    }
}
