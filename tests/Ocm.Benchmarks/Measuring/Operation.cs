namespace Ocm.Benchmarks.Measuring;

/// <summary>Something short that is measured.</summary>
/// <param name="Run">Does it once, and throws where it does not work.</param>
/// <param name="BatchSize">How often it is done in a row; together about a millisecond.</param>
internal sealed record Operation(Action Run, int BatchSize);
