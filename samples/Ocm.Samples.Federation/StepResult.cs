namespace Ocm.Samples.Federation;

/// <summary>How a step went.</summary>
/// <param name="Number">The step's place in the story.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Passed">Whether everything was as it should be.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Detail">What it found, or what went wrong; one line.</param>
public sealed record StepResult(int Number, string Title, bool Passed, double Seconds, string Detail);
