namespace Ocm.Conformance.Coverage;

/// <summary>A test that shows a rule.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Project">The test project.</param>
/// <param name="Name">Class.Method, or the class where all of its tests are about the rule.</param>
/// <param name="ShowsForbidden">Whether it shows what happens to that which the rule forbids; otherwise what the rule allows or asks for.</param>
internal sealed record RuleTest(string RuleId, string Project, string Name, bool ShowsForbidden = false)
{
    /// <summary>The project whose tests exchange messages over real HTTP.</summary>
    internal const string Conformance = "Ocm.Conformance.Tests";

    /// <summary>What the checks of the conformance kit are listed under; <c>SamplePeerTests</c> runs them over real HTTP.</summary>
    internal const string Kit = "Conformance kit, on the sample server";

    /// <summary>Whether the test is enough for the rule: those of other projects show more of it, or the same in parts.</summary>
    internal bool Suffices => Project is Conformance or Kit;
}
