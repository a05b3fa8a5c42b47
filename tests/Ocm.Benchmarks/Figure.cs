namespace Ocm.Benchmarks;

/// <summary>One line of the result.</summary>
/// <param name="What">What was measured against what.</param>
/// <param name="Goal">What is to be reached.</param>
/// <param name="Measured">What came out.</param>
/// <param name="NoiseFloor">What comes out when the same thing is measured against itself; empty for counts.</param>
/// <param name="IsReached">Whether the goal is reached; null where there is none.</param>
internal sealed record Figure(string What, string Goal, string Measured, string NoiseFloor, bool? IsReached);
