namespace Ocm.Testing.Conformance;

/// <summary>What all checks found.</summary>
/// <param name="Results">One result for each check, in the order in which they ran.</param>
public sealed record ConformanceReport(IReadOnlyList<ConformanceResult> Results)
{
    /// <summary>Whether no check failed. A check that is not applicable does not count against a server.</summary>
    public bool IsPassed => !Results.Any(result => result.Outcome == ConformanceOutcome.Failed);

    /// <summary>The checks that failed.</summary>
    public IEnumerable<ConformanceResult> Failures => Results.Where(result => result.Outcome == ConformanceOutcome.Failed);

    /// <summary>The report as a text of one line for each check and one for the sums.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        var sums = Results.CountBy(result => result.Outcome).OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {pair.Key}");
        return string.Join('\n', Results.Select(result => result.ToString()).Append(string.Join(", ", sums)));
    }
}
