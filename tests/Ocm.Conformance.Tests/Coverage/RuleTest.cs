namespace Ocm.Conformance.Coverage;

/// <summary>A test that shows a rule.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Project">The test project.</param>
/// <param name="Name">Class.Method, or the class where all of its tests are about the rule.</param>
internal sealed record RuleTest(string RuleId, string Project, string Name)
{
    // Tests that exchange no messages: they show a rule as a whole only where the rule is about the form of something.
    private static readonly string[] UnitProjects = ["Ocm.Abstractions.Tests", "Ocm.HttpSignatures.Tests", "Ocm.Fuzz.Tests"];

    private static readonly string[] RulesOfForm =
    [
        "ADDR-01", "ADDR-02", "ADDR-03", "INV-06", "SHARE-11", "SHARE-17", "SHARE-19", "EMB-02", "SIG-05", "SIG-12", "SIG-20", "SIG-22",
    ];

    /// <summary>Whether the test is enough for the rule: one over real HTTP, or of the form that the rule is about.</summary>
    internal bool Suffices => !UnitProjects.Contains(Project) || RulesOfForm.Contains(RuleId);
}
