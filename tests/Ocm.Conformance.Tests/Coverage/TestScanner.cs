using System.Text.RegularExpressions;
using Ocm.Testing.Conformance;

namespace Ocm.Conformance.Coverage;

/// <summary>
/// Finds the tests of each rule in the sources of the test projects: [Property("Requirement", id)] on a test or on its class.
/// [Property("Forbidden", id)] beside it says that the test shows what the rule forbids.
/// Sources rather than assemblies, so that the answer does not depend on what was built. Ignored and explicit tests do not count.
/// </summary>
internal static partial class TestScanner
{
    /// <summary>The tests in the sources, and the checks of the conformance kit, each of which is a test of the sample server.</summary>
    internal static IReadOnlyList<RuleTest> All { get; } =
    [
        .. Repository.TestSources().SelectMany(source => Scan(source.Project, source.Text)).Distinct(),
        .. OcmConformanceSuite.Checks.SelectMany(check => check.Requirements.Select(id => new RuleTest(id, RuleTest.Kit, check.Name))),
    ];

    internal static IEnumerable<RuleTest> Scan(string project, string source)
    {
        List<string> ids = [];
        HashSet<string> forbidden = [];
        var (type, isTest, isOff, typeIsOff) = (string.Empty, false, false, false);
        foreach (Match match in Piece.Matches(source))
        {
            if (match.Groups["id"].Success)
            {
                ids.Add(match.Groups["id"].Value);
            }
            else if (match.Groups["forbidden"].Success)
            {
                forbidden.Add(match.Groups["forbidden"].Value);
            }
            else if (match.Groups["test"].Success)
            {
                isTest = true;
            }
            else if (match.Groups["off"].Success)
            {
                isOff = true;
            }
            else
            {
                if (match.Groups["class"].Success)
                {
                    (type, typeIsOff) = (match.Groups["class"].Value, isOff);
                }

                var name = match.Groups["method"].Success ? $"{type}.{match.Groups["method"].Value}" : type;
                var counts = !isOff && !typeIsOff && (isTest || match.Groups["class"].Success);
                if (!forbidden.IsSubsetOf(ids))
                {
                    throw new InvalidOperationException($"{project}: {name} has the property Forbidden of a rule, but not Requirement.");
                }

                foreach (var id in counts ? ids : [])
                {
                    yield return new RuleTest(id, project, name, forbidden.Contains(id));
                }

                (ids, forbidden) = ([], []);
                (isTest, isOff) = (false, false);
            }
        }
    }

    [GeneratedRegex(
        """
        (?:\[|,\s*)Property\("Requirement",\s*"(?<id>[^"]+)"\)
        | (?:\[|,\s*)Property\("Forbidden",\s*"(?<forbidden>[^"]+)"\)
        | \[(?<test>Test|TestCase|TestCaseSource|Theory)\b
        | (?:\[|,\s*)(?<off>Ignore|Explicit)\b
        | ^(?:public|internal)\s+(?:(?:sealed|abstract|static|partial)\s+)*class\s+(?<class>\w+)
        | ^[ ]{4}public\s+(?:(?:async|static|override|virtual)\s+)*(?!class|record|struct|sealed|enum)[\w<>\[\],.?]+\s+(?<method>\w+)\(
        """,
        RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Piece { get; }
}
