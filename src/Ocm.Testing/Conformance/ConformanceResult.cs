namespace Ocm.Testing.Conformance;

/// <summary>What one check found.</summary>
/// <param name="Check">The check.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Explanation">Why, for people; empty where it passed. It may quote up to 200 characters of the server's answer.</param>
public sealed record ConformanceResult(ConformanceCheck Check, ConformanceOutcome Outcome, string Explanation)
{
    /// <summary>The result in one line.</summary>
    /// <returns>The outcome, the check's name and rules, and the explanation.</returns>
    public override string ToString() =>
        $"{Outcome,-13} {Check.Name} ({string.Join(", ", Check.Requirements)}){(Explanation.Length == 0 ? string.Empty : ": " + Explanation)}";
}
