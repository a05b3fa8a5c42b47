namespace Ocm.Benchmarks.Measuring;

/// <summary>
/// One round: baseline, subject, baseline. The subject lies between two measurements of what it is compared with, so a
/// machine that gets slower or faster meanwhile does not favour either.
/// </summary>
/// <param name="Before">The baseline.</param>
/// <param name="Subject">What is measured.</param>
/// <param name="After">The baseline again.</param>
internal readonly record struct Round(double Before, double Subject, double After)
{
    internal double Ratio => Subject / ((Before + After) / 2);

    internal double NoiseRatio => After / Before;
}
