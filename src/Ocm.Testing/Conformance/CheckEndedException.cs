namespace Ocm.Testing.Conformance;

/// <summary>Ends a check with an outcome and its explanation.</summary>
#pragma warning disable CA1032, CA1064 // Thrown and caught inside the suite only.
internal sealed class CheckEndedException(ConformanceOutcome outcome, string explanation) : Exception(explanation)
#pragma warning restore CA1032, CA1064
{
    internal ConformanceOutcome Outcome { get; } = outcome;
}
